import type { QuestionnaireDetail } from '@yingshang/server/contract'
import { Button, InputNumber, Typography } from 'antd'
import { useState } from 'react'
import { downloadOf } from '../../api/client.ts'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { Qr } from '../registers/qr.tsx'
import { ticketsExportPath, useIssueTickets } from './queries.ts'

/** How a questionnaire reaches people: a link and a QR code for everybody, or a sheet of tickets. */
export function Share({ detail }: { detail: QuestionnaireDetail }) {
  const { t } = useMessages()
  const { summary, path } = detail
  const address = `${location.origin}${path}`
  return (
    <>
      <dl className="reporting-figures no-print">
        <div>
          <dt>{t('questionnaires.sheets')}</dt>
          <dd>{summary.sheets}</dd>
        </div>
        {summary.tickets && (
          <>
            <div>
              <dt>{t('questionnaires.ticketsIssued')}</dt>
              <dd>{summary.tickets.issued}</dd>
            </div>
            <div>
              <dt>{t('questionnaires.ticketsUsed')}</dt>
              <dd>{summary.tickets.used}</dd>
            </div>
          </>
        )}
      </dl>
      <p className="muted no-print questionnaire-running">{t('questionnaires.runningText')}</p>
      {summary.way === 'open' ? <Poster title={summary.title} address={address} /> : <Tickets detail={detail} address={address} />}
    </>
  )
}

function Poster({ title, address }: { title: string; address: string }) {
  const { t } = useMessages()
  return (
    <section className="panel questionnaire-part questionnaire-poster" aria-label={t('questionnaires.share')}>
      <h2>
        <Words>{title}</Words>
      </h2>
      <Qr text={address} label={t('questionnaires.qr')} />
      <p>
        <Typography.Text copyable>{address}</Typography.Text>
      </p>
      <p className="muted">{t('questionnaires.posterText')}</p>
      <div className="no-print">
        <Button onClick={() => window.print()}>{t('questionnaires.print')}</Button>
      </div>
    </section>
  )
}

function Tickets({ detail, address }: { detail: QuestionnaireDetail; address: string }) {
  const { t } = useMessages()
  const { may } = useSession()
  const toast = useToast()
  const { id, title } = detail.summary
  const issue = useIssueTickets(id)
  const [count, setCount] = useState(50)
  const [tickets, setTickets] = useState<readonly string[]>([])
  if (!may('questionnaire.manage')) return null
  return (
    <>
      <section className="panel questionnaire-part no-print" aria-label={t('questionnaires.tickets')}>
        <h2>{t('questionnaires.tickets')}</h2>
        <p className="muted">{t('questionnaires.ticketsText')}</p>
        <div className="reporting-send questionnaire-tools">
          <label htmlFor="ticket-count" className="question-narrow">
            <span>{t('questionnaires.howMany')}</span>
            <InputNumber id="ticket-count" min={1} max={2000} precision={0} value={count} onChange={(n) => n !== null && setCount(n)} />
          </label>
          <Button
            type="primary"
            loading={issue.isPending}
            onClick={() => void issue.mutateAsync(count).then((made) => setTickets(made.tickets), toast.failed)}
          >
            {t('questionnaires.issue')}
          </Button>
        </div>
        {tickets.length > 0 && (
          <div className="reporting-send">
            <strong>{t('questionnaires.once', { n: tickets.length })}</strong>
            <Button onClick={() => window.print()}>{t('questionnaires.print')}</Button>
            <Button
              onClick={() =>
                void downloadOf(ticketsExportPath(id), { tickets, base: location.origin }, `${title}.xlsx`).catch(toast.failed)
              }
            >
              {t('questionnaires.workbook')}
            </Button>
          </div>
        )}
      </section>
      {tickets.length > 0 && (
        <ul className="ticket-sheet" aria-label={t('questionnaires.tickets')}>
          {tickets.map((ticket) => (
            <li key={ticket}>
              <Qr text={`${address}#${ticket}`} label={t('questionnaires.qrOf', { ticket })} />
              <div>
                <strong>
                  <Words>{title}</Words>
                </strong>
                <span className="ticket-address">{address}</span>
                <span className="mono ticket-code">{ticket}</span>
                <span className="muted">{t('questionnaires.ticketText')}</span>
              </div>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
