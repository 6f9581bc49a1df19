import { Link, useSearch } from '@tanstack/react-router'
import type { BodyReport, ReportLine } from '@yingshang/server/contract'
import { Alert, Button, Input, InputNumber, Modal, Progress, Spin } from 'antd'
import { useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { day, instant } from '../../components/format.ts'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { say } from '../forms/value.tsx'
import { StatusMark } from '../ledger/status.tsx'
import { useReport, useReturn, useSaveReport } from './queries.ts'
import { State } from './round-page.tsx'
import './reporting.css'

/** The report of a body in a round: what the ledger knows stands there; the body adds words, and hands it in. */
export function ReportPage() {
  const { t } = useMessages()
  const key = useSearch({ from: '/reporting/report' })
  const report = useReport(key)
  if (report.isPending) return <Spin description={t('common.loading')} />
  if (!report.data) return <Trouble error={report.error} retry={() => void report.refetch()} />
  return <Report key={`${key.ledger} ${key.cycle} ${key.body} ${report.data.status}`} report={report.data} />
}

function Report({ report }: { report: BodyReport }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const save = useSaveReport()
  const [lines, setLines] = useState<readonly ReportLine[]>(() => report.entries.map((e) => e.line))
  const [trouble, setTrouble] = useState<string | null>(null)
  const [returning, setReturning] = useState(false)
  const { round } = report
  const key = { ledger: round.ledger.id, cycle: round.cycle, body: report.body.id }
  const set = (entry: string, change: Partial<ReportLine>) => setLines(lines.map((l) => (l.entry === entry ? { ...l, ...change } : l)))
  const send = async (handIn: boolean) => {
    setTrouble(null)
    try {
      const said = lines.map(({ changes: _, ...line }) => line)
      await save.mutateAsync({ ...key, version: report.version, lines: said, handIn })
      toast.done(t(handIn ? 'reporting.handedInDone' : 'reporting.draftKept'))
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setTrouble(error.say(locale))
    }
  }
  return (
    <Page
      title={`${report.body.name} ${say(round.title, locale)}`}
      lede={
        <>
          <Link to="/reporting/round" search={{ ledger: key.ledger, cycle: key.cycle }}>
            {say(round.title, locale)} {round.cycle.split('/')[1]}
          </Link>{' '}
          · {t('reporting.dueOn', { day: day(round.dueOn, locale) })}{' '}
          <State row={{ status: report.status, late: report.handedIn?.late ?? false }} />
        </>
      }
      actions={report.may.return && <Button onClick={() => setReturning(true)}>{t('reporting.return')}</Button>}
    >
      {returning && <ReturnDialog of={key} onClose={() => setReturning(false)} />}
      {report.returned && (
        <Alert className="reporting-note" type="warning" showIcon title={t('reporting.returnedFor', { reason: report.returned.reason })} />
      )}
      {report.handedIn && report.status === 'handed-in' && (
        <Alert
          className="reporting-note"
          type="info"
          showIcon
          title={t('reporting.handedInBy', { who: report.handedIn.by.displayName, at: instant(report.handedIn.at) })}
        />
      )}
      <p className="muted">
        {t(report.since ? 'reporting.sinceText' : 'reporting.sinceStart', { at: report.since ? instant(report.since) : '' })}
      </p>
      {report.entries.length === 0 && <p className="panel reporting-none">{t('reporting.noEntries')}</p>}
      {report.entries.map((item) => (
        <Entry
          key={item.entry.id}
          item={item}
          line={lines.find((l) => l.entry === item.entry.id) ?? item.line}
          write={report.may.write}
          onChange={(change) => set(item.entry.id, change)}
        />
      ))}
      {trouble && <Alert role="alert" className="reporting-note" type="error" showIcon title={trouble} />}
      {report.may.write && (
        <div className="reporting-send">
          <Button loading={save.isPending} onClick={() => void send(false)}>
            {t('reporting.keepDraft')}
          </Button>
          <Button type="primary" loading={save.isPending} onClick={() => void send(true)}>
            {t('reporting.handIn')}
          </Button>
        </div>
      )}
    </Page>
  )
}

interface EntryProps {
  readonly item: BodyReport['entries'][number]
  readonly line: ReportLine
  readonly write: boolean
  readonly onChange: (change: Partial<ReportLine>) => void
}

function Entry({ item, line, write, onChange }: EntryProps) {
  const { t, locale } = useMessages()
  const { entry } = item
  const id = (name: string) => `${name}-${entry.id}`
  const area = (name: 'words' | 'next' | 'blocked') =>
    write ? (
      <label htmlFor={id(name)}>
        <span>{t(`reporting.${name}`)}</span>
        <Input.TextArea
          id={id(name)}
          autoSize={{ minRows: name === 'words' ? 2 : 1, maxRows: 8 }}
          maxLength={name === 'blocked' ? 2000 : 3000}
          value={line[name]}
          onChange={(event) => onChange({ [name]: event.target.value })}
        />
      </label>
    ) : (
      line[name] !== '' && (
        <p>
          <strong>{t(`reporting.${name}`)}</strong> <Words>{line[name]}</Words>
        </p>
      )
    )
  return (
    <section className="panel reporting-entry" aria-label={entry.title}>
      <h2>
        <Link to="/ledger/entries/$entryId" params={{ entryId: entry.id }} className="plan-link">
          <Words>{`${entry.number} ${entry.title}`}</Words>
        </Link>{' '}
        <StatusMark status={entry.status} />
      </h2>
      {item.measured !== null && (
        <Progress
          percent={Math.round(item.measured / 100)}
          size="small"
          aria-label={t('reporting.measured')}
          className="reporting-progress"
        />
      )}
      <h3>{t('reporting.changes')}</h3>
      {item.changes.length === 0 ? (
        <p className="muted">{t('reporting.noChanges')}</p>
      ) : (
        <ul className="reporting-changes">
          {item.changes.map((change, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list
            <li key={i}>
              <time dateTime={change.on}>{day(change.on, locale)}</time> <Words>{say(change.text, locale)}</Words>
            </li>
          ))}
        </ul>
      )}
      <div className="reporting-form">
        {area('words')}
        {area('next')}
        {area('blocked')}
        {item.asksProgress && write && (
          <label htmlFor={id('progress')}>
            <span>{t('reporting.progress')}</span>
            <InputNumber
              id={id('progress')}
              min={0}
              max={100}
              precision={0}
              suffix="%"
              value={line.progress}
              onChange={(progress) => onChange({ progress })}
            />
          </label>
        )}
      </div>
    </section>
  )
}

function ReturnDialog({ of, onClose }: { of: { ledger: string; cycle: string; body: string }; onClose: () => void }) {
  const { t } = useMessages()
  const toast = useToast()
  const give = useReturn()
  const [reason, setReason] = useState('')
  return (
    <Modal
      open
      title={t('reporting.return')}
      onCancel={onClose}
      okText={t('reporting.return')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: reason.trim() === '', loading: give.isPending }}
      onOk={() =>
        give
          .mutateAsync({ ...of, reason })
          .then(onClose)
          .catch(toast.failed)
      }
    >
      <label htmlFor="return-reason">{t('reporting.reason')}</label>
      <Input.TextArea id="return-reason" autoSize={{ minRows: 2 }} value={reason} onChange={(event) => setReason(event.target.value)} />
    </Modal>
  )
}
