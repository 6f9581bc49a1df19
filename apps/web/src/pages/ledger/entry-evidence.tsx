import { Alert, Button, Input, Select } from 'antd'
import { useRef, useState } from 'react'
import { ApiError, download } from '../../api/client.ts'
import { bytes, day } from '../../components/format.ts'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { Section } from '../matters/section.tsx'
import type { PartProps } from './entry-page.tsx'
import { entryPath, useAddEvidence } from './queries.ts'

/** 佐证材料: files that prove something, each for the entry or for one of its parts. */
export function Evidence({ entry, onOpen }: PartProps) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const parts = [
    ...entry.milestones.map((m) => ({ value: m.id, label: m.text })),
    ...entry.targets.map((x) => ({ value: x.id, label: `${x.subject} ${x.words}` })),
    ...entry.steps.map((s) => ({ value: s.id, label: s.title })),
  ]
  const nameOf = (about: string | null) => parts.find((p) => p.value === about)?.label
  return (
    <Section title={t('ledger.evidence')}>
      {entry.evidence.length === 0 && <p className="section-none">{t('ledger.evidenceNone')}</p>}
      <ul className="entry-list">
        {entry.evidence.map((file) => (
          <li key={file.attachment}>
            <span className="entry-what">
              <Button
                type="link"
                className="evidence-name"
                onClick={() => void download(`${entryPath(entry.summary.id)}/evidence/${file.attachment}`, file.name).catch(toast.failed)}
              >
                <Words>{file.name}</Words>
              </Button>
              <span className="cell-sub">
                <span className="mono">{bytes(file.size)}</span>
                <span>
                  <Words>{file.by.displayName}</Words> · {day(file.on, locale)}
                </span>
                {nameOf(file.about) && <Words>{t('ledger.about', { what: nameOf(file.about)! })}</Words>}
                {file.note && <Words>{file.note}</Words>}
              </span>
            </span>
            {entry.may.includes('evidence-withdrawn') && (
              <Button
                size="small"
                type="text"
                danger
                aria-label={t('ledger.withdrawOf', { what: file.name })}
                onClick={() => onOpen({ kind: 'evidence-withdrawn', fixed: { attachment: file.attachment } })}
              >
                {t('ledger.fact.evidence-withdrawn')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {entry.may.includes('evidence-added') && <Add id={entry.summary.id} parts={parts} />}
    </Section>
  )
}

function Add({ id, parts }: { id: string; parts: readonly { value: string; label: string }[] }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const add = useAddEvidence(id)
  const input = useRef<HTMLInputElement>(null)
  const [about, setAbout] = useState<string | undefined>(undefined)
  const [note, setNote] = useState('')
  const [sent, setSent] = useState(0)
  const [trouble, setTrouble] = useState<string | null>(null)
  const send = async (file: File) => {
    setTrouble(null)
    setSent(0)
    try {
      await add.mutateAsync({ file, about, note, onProgress: setSent })
      setNote('')
      setAbout(undefined)
      toast.done(t('ledger.evidenceAdded', { name: file.name }))
    } catch (error) {
      setTrouble(error instanceof ApiError ? error.say(locale) : String(error))
    }
  }
  return (
    <div className="evidence-add">
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('ledger.evidenceChoose')}
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file) void send(file)
        }}
      />
      <Select
        allowClear
        aria-label={t('ledger.evidenceAbout')}
        placeholder={t('ledger.evidenceAbout')}
        value={about ?? null}
        onChange={(value) => setAbout(value ?? undefined)}
        options={[...parts]}
      />
      <Input
        aria-label={t('ledger.field.note')}
        placeholder={t('ledger.field.note')}
        value={note}
        maxLength={500}
        onChange={(e) => setNote(e.target.value)}
      />
      <Button loading={add.isPending} onClick={() => input.current?.click()}>
        {add.isPending ? t('ledger.sending', { n: Math.round(sent * 100) }) : t('ledger.evidenceChoose')}
      </Button>
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} />}
    </div>
  )
}
