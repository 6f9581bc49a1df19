import { CloudUploadOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Progress } from 'antd'
import { type DragEvent, useRef, useState } from 'react'
import { bytes } from '../../components/format.ts'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { addUploads, clearFinished, retryUpload, type Upload, useUploads } from './uploads.ts'

/** Where plans are dropped, and what becomes of each file. */
export function UploadPanel({ large }: { large: boolean }) {
  const { t } = useMessages()
  const uploads = useUploads()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(0)

  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(0)
    addUploads(event.dataTransfer.files)
  }

  return (
    <section className="panel upload" aria-label={t('upload.title')}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is the mouse's way; the button inside is everybody's */}
      <div
        className="drop"
        data-over={over > 0}
        data-large={large}
        onDragEnter={() => setOver((n) => n + 1)}
        onDragLeave={() => setOver((n) => Math.max(0, n - 1))}
        onDragOver={(event) => event.preventDefault()}
        onDrop={drop}
      >
        <CloudUploadOutlined className="drop-icon" aria-hidden />
        <div className="drop-text">
          <strong>{t('upload.drop')}</strong>
          <span>{t('upload.formats')}</span>
        </div>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          aria-label={t('upload.choose')}
          accept=".docx,.pdf,.txt,.html,.htm"
          onChange={(event) => {
            addUploads(event.target.files ?? [])
            event.target.value = ''
          }}
        />
        <Button type="primary" onClick={() => input.current?.click()}>
          {t('upload.choose')}
        </Button>
      </div>
      {uploads.length > 0 && (
        <div className="upload-list">
          <ul aria-label={t('upload.list')}>
            {uploads.map((one) => (
              <UploadRow key={one.id} one={one} />
            ))}
          </ul>
          {uploads.some((u) => u.plan || u.error) && (
            <Button type="text" size="small" onClick={clearFinished}>
              {t('upload.clear')}
            </Button>
          )}
        </div>
      )}
    </section>
  )
}

function UploadRow({ one }: { one: Upload }) {
  const { t, locale } = useMessages()
  const state = one.error
    ? one.error.say(locale)
    : one.state === 'sending'
      ? t('upload.sending', { n: Math.round(one.share * 100) })
      : one.state === 'done'
        ? t('upload.done', { n: one.plan?.counts.measures ?? 0 })
        : t(`upload.${one.state}` as 'upload.waiting' | 'upload.reading' | 'upload.duplicate')
  return (
    <li className="upload-row" data-state={one.state}>
      <span className="upload-name">
        <Words>{one.file.name}</Words> <span className="muted">{bytes(one.file.size)}</span>
      </span>
      <span className="upload-state">{state}</span>
      <span className="upload-go">
        {one.plan && (
          <Link to="/plans/$planId" params={{ planId: one.plan.duplicateOf ?? one.plan.id }}>
            {t('upload.open')}
          </Link>
        )}
        {one.error?.code === 'network' && (
          <Button size="small" onClick={() => retryUpload(one.id)}>
            {t('common.retry')}
          </Button>
        )}
      </span>
      {(one.state === 'sending' || one.state === 'reading') && (
        <Progress
          className="upload-progress"
          aria-label={one.file.name}
          percent={Math.round(one.share * 100)}
          size="small"
          showInfo={false}
          status={one.state === 'reading' ? 'active' : 'normal'}
        />
      )}
    </li>
  )
}
