import type { ComplaintFile } from '@yingshang/server/contract'
import { Alert, Button, Form, Input, Radio, Typography } from 'antd'
import { useRef, useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { day } from '../../components/format.ts'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { KINDS } from './kinds.ts'
import { PublicFrame } from './public-frame.tsx'
import { submitComplaint, uploadFile } from './queries.ts'
import './complaints.css'

interface Fields {
  kind: (typeof KINDS)[number]
  subject: string
  content: string
  wish?: string
  place?: string
  enterpriseName?: string
  enterpriseCode?: string
  contactName?: string
  contactPhone?: string
}

const MOST_FILES = 5

/** 我要反映: a complaint or request of somebody without an account. */
export function BringPage() {
  const { t, locale } = useMessages()
  const [form] = Form.useForm<Fields>()
  const input = useRef<HTMLInputElement>(null)
  const [files, setFiles] = useState<readonly ComplaintFile[]>([])
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [done, setDone] = useState<{ code: string; acceptBy: string } | null>(null)
  const fail = (error: unknown) => {
    if (!(error instanceof ApiError)) throw error
    setTrouble(error.say(locale))
    form.setFields(
      error.refusal.errors
        .filter((e) => e.path.startsWith('values.'))
        .map((e) => ({ name: e.path.slice('values.'.length) as keyof Fields, errors: [locale === 'zh' ? e.zh : e.en] })),
    )
  }
  const work = async (what: () => Promise<void>) => {
    setBusy(true)
    setTrouble(null)
    try {
      await what()
    } catch (error) {
      fail(error)
    } finally {
      setBusy(false)
    }
  }
  const send = (fields: Fields) =>
    work(async () => {
      const given = Object.fromEntries(
        Object.entries(fields).filter(([, value]) => typeof value === 'string' && value.trim() !== ''),
      ) as unknown as Fields
      setDone(await submitComplaint({ ...given, ...(files.length > 0 ? { files: [...files] } : {}) }))
    })
  const add = (file: File) =>
    work(async () => {
      const kept = await uploadFile(file)
      setFiles((old) => [...old, kept])
    })

  if (done)
    return (
      <PublicFrame title={t('complaints.public.doneTitle')} lede={t('complaints.public.doneLede', { day: day(done.acceptBy, locale) })}>
        <section className="panel complaint-done" role="status">
          <p>{t('complaints.public.code')}</p>
          <p className="complaint-code">
            <Typography.Text copyable code>
              {done.code}
            </Typography.Text>
          </p>
          <p className="muted">{t('complaints.public.codeText')}</p>
          <Button type="primary" href={`/follow#${done.code}`}>
            {t('complaints.public.follow')}
          </Button>
        </section>
      </PublicFrame>
    )
  const needed = (least: number) => [{ required: true, whitespace: true, min: least, message: t('complaints.public.least', { n: least }) }]
  return (
    <PublicFrame title={t('complaints.public.bring')} lede={t('complaints.public.lede')}>
      <section className="panel complaint-form">
        <Form<Fields>
          form={form}
          layout="vertical"
          initialValues={{ kind: 'complaint' }}
          onFinish={(fields) => void send(fields)}
          scrollToFirstError
        >
          <Form.Item name="kind" label={t('complaints.kind')}>
            <Radio.Group options={KINDS.map((kind) => ({ value: kind, label: t(`complaints.kind.${kind}`) }))} />
          </Form.Item>
          <Form.Item name="subject" label={t('complaints.subject')} rules={needed(2)}>
            <Input maxLength={100} showCount />
          </Form.Item>
          <Form.Item name="content" label={t('complaints.content')} extra={t('complaints.contentText')} rules={needed(10)}>
            <Input.TextArea autoSize={{ minRows: 5, maxRows: 16 }} maxLength={5000} showCount />
          </Form.Item>
          <Form.Item name="wish" label={t('complaints.wish')}>
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={2000} />
          </Form.Item>
          <Form.Item name="place" label={t('complaints.place')}>
            <Input maxLength={200} />
          </Form.Item>
          <fieldset className="complaint-who">
            <legend>{t('complaints.who')}</legend>
            <p className="muted">{t('complaints.whoText')}</p>
            <Form.Item name="enterpriseName" label={t('complaints.enterprise')}>
              <Input maxLength={200} autoComplete="organization" />
            </Form.Item>
            <Form.Item name="enterpriseCode" label={t('complaints.enterpriseCode')}>
              <Input maxLength={18} spellCheck={false} />
            </Form.Item>
            <Form.Item name="contactName" label={t('complaints.contact')}>
              <Input maxLength={100} autoComplete="name" />
            </Form.Item>
            <Form.Item name="contactPhone" label={t('complaints.phone')}>
              <Input maxLength={20} type="tel" autoComplete="tel" />
            </Form.Item>
          </fieldset>
          <div className="complaint-files">
            <input
              ref={input}
              type="file"
              style={{ display: 'none' }}
              aria-label={t('complaints.addFile')}
              onChange={(event) => {
                const chosen = event.target.files?.[0]
                event.target.value = ''
                if (chosen) void add(chosen)
              }}
            />
            <Button disabled={busy || files.length >= MOST_FILES} onClick={() => input.current?.click()}>
              {t('complaints.addFile')}
            </Button>
            <span className="muted">{t('complaints.filesText')}</span>
            <ul>
              {files.map((file) => (
                <li key={file.id}>
                  <Words>{file.name}</Words>{' '}
                  <Button
                    type="text"
                    size="small"
                    aria-label={`${t('complaints.dropFile')} ${file.name}`}
                    onClick={() => setFiles((old) => old.filter((one) => one.id !== file.id))}
                  >
                    {t('complaints.dropFile')}
                  </Button>
                </li>
              ))}
            </ul>
          </div>
          {trouble && <Alert role="alert" type="error" showIcon title={trouble} style={{ marginBottom: 16 }} />}
          <Button type="primary" htmlType="submit" loading={busy} size="large">
            {t('complaints.public.send')}
          </Button>
        </Form>
      </section>
    </PublicFrame>
  )
}
