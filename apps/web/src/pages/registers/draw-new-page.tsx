import { useNavigate, useSearch } from '@tanstack/react-router'
import type { RegisterKind } from '@yingshang/register'
import type { BodyOf, MatterDetail, PoolView } from '@yingshang/server/contract'
import { Alert, Button, Form, Input, InputNumber, Select, Spin } from 'antd'
import { useRef, useState } from 'react'
import { ApiError, idempotencyKey } from '../../api/client.ts'
import { useMatter } from '../../api/matters.ts'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { SourceFields } from './draw-source-fields.tsx'
import { KindSelect } from './kind-choice.tsx'
import { useDraws, usePreview, usePublishDraw, useRegisters } from './queries.ts'
import { localOf, momentOf, said, today } from './words.ts'
import './registers.css'

/** A draw that has not come to its end; a further one for the case replaces it. */
const RUNNING = ['awaiting-entropy', 'awaiting-reveal', 'drawn']

interface Values {
  title: string
  subject: 'institution' | 'person' | ''
  area?: string | undefined
  grades: string[]
  turnsOn: string
  parties: string
  count: number
  weighted: boolean
  revealBy: string
  /** Why the draw of the case that runs is replaced. */
  instead?: string
  entropy: {
    kind: 'lottery' | 'drand' | 'figure' | 'contribution'
    name?: string
    at: string
    count?: number
    min?: number
    max?: number
    ordered?: boolean
    decimals?: number
    hash?: string
  }[]
}

const SOURCE: Values['entropy'][number] = { kind: 'lottery', at: '', count: 6, min: 1, max: 33, ordered: false, decimals: 2 }

function needOf(values: Values, kind: string, matter: string | undefined): BodyOf<'previewDraw'> {
  return {
    kind,
    matter: matter ?? null,
    subject: values.subject === '' ? null : values.subject,
    area: values.area ?? null,
    grades: values.grades,
    turnsOn: values.turnsOn,
    parties: values.parties
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
      .map((name) => ({ name })),
  }
}

function sourceOf(one: Values['entropy'][number]): BodyOf<'publishDraw'>['entropy'][number] {
  const at = momentOf(one.at)
  const name = one.name?.trim() ?? ''
  switch (one.kind) {
    case 'drand':
      return { kind: 'drand', at }
    case 'figure':
      return { kind: 'figure', name, at, decimals: one.decimals ?? 2 }
    case 'contribution':
      return { kind: 'contribution', name, at, hash: (one.hash ?? '').trim().toLowerCase() }
    case 'lottery':
      return {
        kind: 'lottery',
        name,
        at,
        groups: [{ count: one.count ?? 1, min: one.min ?? 0, max: one.max ?? 9, ordered: one.ordered ?? false }],
      }
  }
}

/** 发起摇号: what the case asks for, the list that follows, the future entropy; then the commitment is published and cannot be changed. */
export function DrawNewPage() {
  const { t, locale } = useMessages()
  const search = useSearch({ from: '/draws/new' })
  const navigate = useNavigate()
  const kinds = useRegisters().data?.items ?? []
  const kind = kinds.find((one) => one.id === search.kind) ?? kinds[0]
  const matter = useMatter(search.matter ?? '')
  const title = search.matter === undefined ? null : matter.data?.summary.title
  if (!kind || (search.matter !== undefined && matter.isPending))
    return (
      <div className="center">
        <Spin description={t('common.loading')} />
      </div>
    )
  return (
    <Page title={t('draws.new')} lede={t('draws.newLede')}>
      {title && (
        <p className="register-line draw-case">
          {t('draws.forCase')} <Words>{locale === 'zh' ? title : (matter.data?.summary.titleEn ?? title)}</Words>
        </p>
      )}
      <KindSelect
        kinds={kinds}
        value={kind.id}
        onChange={(chosen) => void navigate({ to: '/draws/new', search: { ...search, kind: chosen }, replace: true })}
      />
      <DrawForm
        key={kind.id}
        kind={kind}
        matter={search.matter}
        title={title ?? ''}
        turnsOn={dayOf(matter.data, 'acceptedOn') ?? today()}
      />
    </Page>
  )
}

/** A day that a case knows, by the name of its fact. */
function dayOf(matter: MatterDetail | undefined, fact: string): string | undefined {
  const value = matter?.facts.find((f) => f.fact === fact)?.value
  return typeof value === 'string' ? value : undefined
}

function DrawForm(props: { kind: RegisterKind; matter: string | undefined; title: string; turnsOn: string }) {
  const { kind, matter, title, turnsOn } = props

  const { t, locale } = useMessages()
  const toast = useToast()
  const navigate = useNavigate()
  const [form] = Form.useForm<Values>()
  const preview = usePreview()
  const publish = usePublishDraw()
  const draws = useDraws(false, matter).data?.pages.flatMap((p) => p.items) ?? []
  const running = draws.find((d) => matter !== undefined && d.register.zh === kind.title.zh && RUNNING.includes(d.status))
  const [pool, setPool] = useState<PoolView | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const key = useRef(idempotencyKey())
  const entropy = Form.useWatch('entropy', form) ?? [SOURCE]
  const weighted = Form.useWatch('weighted', form) ?? false
  const fail = (error: unknown) => setTrouble(error instanceof ApiError ? error.say(locale) : String(error))
  const tryIt = async () => {
    setTrouble(null)
    try {
      const found = await preview.mutateAsync(needOf(form.getFieldsValue(true), kind.id, matter))
      setPool(found)
      toast.announce(t('draws.listed', { n: found.candidates.length, out: found.excluded.length }))
    } catch (error) {
      fail(error)
    }
  }
  const send = async (values: Values) => {
    setTrouble(null)
    try {
      const draw = await publish.mutateAsync({
        ...needOf(values, kind.id, matter),
        title: values.title,
        count: values.count,
        weighted: values.weighted,
        entropy: values.entropy.map(sourceOf),
        revealBy: momentOf(values.revealBy),
        supersedes: running === undefined ? null : { draw: running.id, reason: values.instead ?? '' },
        key: key.current,
      })
      void navigate({ to: '/draws/$drawId', params: { drawId: draw.id } })
    } catch (error) {
      // Another try is another commitment.
      key.current = idempotencyKey()
      fail(error)
    }
  }
  const required = [{ required: true, message: t('registers.needed') }]
  const soon = new Date(Date.now() + 24 * 3_600_000)
  return (
    <Form
      form={form}
      name="draw"
      layout="vertical"
      initialValues={{
        title: title === '' ? '' : t('draws.titleOf', { title, member: said(kind.member, locale) }),
        subject: kind.subjects[0] ?? '',
        grades: [],
        turnsOn,
        parties: '',
        count: 1,
        weighted: false,
        entropy: [{ ...SOURCE, at: localOf(soon) }],
        revealBy: localOf(new Date(soon.getTime() + 24 * 3_600_000)),
      }}
      onFinish={(values) => void send(values)}
    >
      <section className="panel register-panel" aria-label={t('draws.step.need')}>
        <h2>{t('draws.step.need')}</h2>
        <div className="register-form">
          <Form.Item name="title" label={t('draws.name')} rules={required}>
            <Input maxLength={150} />
          </Form.Item>
          <Form.Item name="turnsOn" label={t('draws.turnsOn')} extra={t('draws.turnsOnHelp')} rules={required}>
            <Input type="date" />
          </Form.Item>
          <Form.Item name="subject" label={t('registers.subject')}>
            <Select
              options={[
                { value: '', label: t('draws.either') },
                ...kind.subjects.map((s) => ({ value: s, label: t(`registers.subject.${s}`) })),
              ]}
            />
          </Form.Item>
          <Form.Item name="grades" label={t('draws.grades')} extra={t('draws.gradesHelp')}>
            <Select mode="multiple" options={kind.grades.map((g) => ({ value: g.id, label: said(g.label, locale) }))} />
          </Form.Item>
          <Form.Item name="area" label={t('registers.areas')}>
            <Select allowClear options={kind.areas.map((a) => ({ value: a.id, label: said(a.label, locale) }))} />
          </Form.Item>
          <Form.Item name="count" label={t('draws.drawnCount')} rules={required}>
            <InputNumber min={1} max={20} />
          </Form.Item>
          <Form.Item name="weighted" label={t('draws.chances')} extra={t('draws.chancesHelp')}>
            <Select
              options={[
                { value: false, label: t('draws.equal') },
                { value: true, label: t('draws.weighted') },
              ]}
            />
          </Form.Item>
          <Form.Item
            name="parties"
            label={t('draws.parties')}
            extra={t(matter === undefined ? 'draws.partiesHelp' : 'draws.partiesOfCase')}
          >
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} />
          </Form.Item>
        </div>
        <Button loading={preview.isPending} onClick={() => void tryIt()}>
          {t('draws.preview')}
        </Button>
        {pool && <Pool pool={pool} weighted={weighted} />}
      </section>
      <section className="panel register-panel" aria-label={t('draws.step.entropy')}>
        <h2>{t('draws.step.entropy')}</h2>
        <p className="muted">{t('draws.entropyLede')}</p>
        <Form.List name="entropy">
          {(fields, { add, remove }) => (
            <>
              {fields.map((field) => (
                <SourceFields
                  key={field.key}
                  index={field.name}
                  kind={entropy[field.name]?.kind ?? 'lottery'}
                  onRemove={fields.length > 1 ? () => remove(field.name) : null}
                />
              ))}
              <Button onClick={() => add({ ...SOURCE, at: localOf(soon) })}>{t('draws.sourceAdd')}</Button>
            </>
          )}
        </Form.List>
        <Form.Item name="revealBy" label={t('draws.revealBy')} extra={t('draws.revealByHelp')} rules={required} className="draw-reveal-by">
          <Input type="datetime-local" />
        </Form.Item>
      </section>
      <section className="panel register-panel" aria-label={t('draws.step.publish')}>
        <h2>{t('draws.step.publish')}</h2>
        <p>{t('draws.publishLede')}</p>
        {running && (
          <Form.Item name="instead" label={t('draws.instead', { title: running.title })} extra={t('draws.insteadHelp')} rules={required}>
            <Input.TextArea maxLength={500} autoSize={{ minRows: 2, maxRows: 6 }} />
          </Form.Item>
        )}
        {trouble && <Alert role="alert" type="error" showIcon title={trouble} className="register-trouble" />}
        <Button type="primary" htmlType="submit" loading={publish.isPending}>
          {t('draws.publish')}
        </Button>
      </section>
    </Form>
  )
}

function Pool({ pool, weighted }: { pool: PoolView; weighted: boolean }) {
  const { t, locale } = useMessages()
  return (
    <div className="draw-pool" data-testid="pool">
      <h3>{t('draws.candidates', { n: pool.candidates.length })}</h3>
      <ul className="draw-labels">
        {pool.candidates.map((c) => (
          <li key={c.entry}>
            <Words>{c.label}</Words>{' '}
            <span className="muted">{weighted ? t('draws.weightIs', { n: c.weight }) : said(c.grade, locale)}</span>
          </li>
        ))}
      </ul>
      <h3>{t('draws.excluded', { n: pool.excluded.length })}</h3>
      <ul className="draw-labels">
        {pool.excluded.map((e) => (
          <li key={e.entry}>
            <Words>{e.label}</Words>
            <span className="draw-why">{e.reasons.map((r) => said(r, locale)).join('；')}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
