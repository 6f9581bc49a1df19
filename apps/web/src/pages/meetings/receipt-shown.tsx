import { Button } from 'antd'
import { useState } from 'react'
import { ApiError, api } from '../../api/client.ts'
import { useToast } from '../../components/toast.tsx'
import { useMessages } from '../../messages/index.tsx'
import { Qr } from '../registers/qr.tsx'
import { meetingPath } from './queries.ts'
import '../registers/registers.css'

const TRIES = 12

/** The receipt as text. Right after the vote it may wait a moment for its seal. */
async function receiptText(path: string): Promise<string> {
  for (let tries = 1; ; tries++)
    try {
      return await api.text(path)
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'receipt.not-sealed') || tries === TRIES) throw error
      await new Promise((next) => setTimeout(next, 500))
    }
}

/** The short address that a QR code carries; what stands after # holds the salt and goes to no server in an address. */
async function linkOf(text: string, record: string): Promise<string | null> {
  const { parseReceipt, toHex } = await import('@yingshang/journal')
  const parsed = parseReceipt(text)
  return parsed.ok ? `/check#${record.replaceAll('-', '')}${toHex(parsed.value.salt)}` : null
}

/** 回执 of a ballot: a file to keep, and a QR code for another device. `link`: known right after the vote. */
export function ReceiptShown({ meeting, record, link }: { meeting: string; record: string; link: string | null }) {
  const { t } = useMessages()
  const toast = useToast()
  const [fetched, setFetched] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const shown = link ?? fetched
  const path = `${meetingPath(meeting)}/votes/${record}/receipt`
  const attempt = async (work: () => Promise<void>) => {
    setBusy(true)
    await work().catch(toast.failed)
    setBusy(false)
  }
  const save = () =>
    attempt(async () => {
      const address = URL.createObjectURL(new Blob([await receiptText(path)], { type: 'text/plain' }))
      const anchor = document.createElement('a')
      anchor.href = address
      anchor.download = `${t('meetings.receipt.file')}-${record.slice(-8)}.tlog-proof`
      anchor.click()
      setTimeout(() => URL.revokeObjectURL(address), 10_000)
    })
  return (
    <div className="vote-receipt">
      <div className="meeting-line">
        <Button loading={busy} onClick={() => void save()}>
          {t('meetings.receipt.save')}
        </Button>
        {!shown && (
          <Button type="link" onClick={() => void attempt(async () => setFetched(await linkOf(await receiptText(path), record)))}>
            {t('meetings.receipt.qr')}
          </Button>
        )}
      </div>
      {shown && (
        <div className="vote-qr">
          <Qr text={location.origin + shown} label={t('meetings.receipt.qrLabel')} />
          <p className="muted">
            {t('meetings.receipt.why')}{' '}
            <a href={shown} target="_blank" rel="noreferrer">
              {t('meetings.check.title')}
            </a>
          </p>
        </div>
      )}
    </div>
  )
}
