import { Link, useParams } from '@tanstack/react-router'
import type { Scheme, SchemeItem } from '@yingshang/register'
import type { CaseEvaluationDetail } from '@yingshang/server/contract'
import { Alert, Button, Form, Input, InputNumber, Select, Spin } from 'antd'
import { useState } from 'react'
import { ApiError, download } from '../../api/client.ts'
import { day } from '../../components/format.ts'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { ReasonForm } from './answer-form.tsx'
import { Evidence, EvidenceList } from './evidence.tsx'
import { Mark } from './mark.tsx'
import { evaluationPath, useEvaluation, useEvaluationStep } from './queries.ts'
import { points, said } from './words.ts'
import './registers.css'

type Go = (step: string, body: object, done: string) => Promise<boolean>

/** 个案履职评价: items with their scores and evidence, the result, appeal and decision. */
export function EvaluationPage() {
  const { t, locale } = useMessages()
  const toast = useToast()
  const { evaluationId } = useParams({ from: '/evaluations/$evaluationId' })
  const query = useEvaluation(evaluationId)
  const step = useEvaluationStep(evaluationId)
  const [trouble, setTrouble] = useState<string | null>(null)
  if (query.isError) return <Trouble error={query.error} retry={() => void query.refetch()} />
  if (!query.data)
    return (
      <div className="center">
        <Spin description={t('common.loading')} />
      </div>
    )
  const evaluation = query.data
  const scheme = evaluation.scheme as unknown as Scheme
  const go: Go = async (name, body, done) => {
    setTrouble(null)
    try {
      await step.mutateAsync({ step: name, body })
      toast.done(done)
      return true
    } catch (error) {
      setTrouble(error instanceof ApiError ? error.say(locale) : String(error))
      return false
    }
  }
  return (
    <Page
      title={evaluation.caseTitle}
      lede={
        <span className="register-line">
          <Link to="/register-entries/$entryId" params={{ entryId: evaluation.entry }}>
            <Words>{evaluation.entryName}</Words>
          </Link>
          <span>{said(scheme.title, locale)}</span>
          <Mark>{t(`registers.evaluation.${evaluation.status}`)}</Mark>
          {evaluation.publishedOn && <span>{t('evaluation.publishedOn', { day: day(evaluation.publishedOn, locale) })}</span>}
        </span>
      }
    >
      {trouble && <Alert role="alert" type="error" showIcon title={trouble} className="register-trouble" />}
      <div className="register-two">
        <Items evaluation={evaluation} scheme={scheme} />
        <div>
          <Steps evaluation={evaluation} scheme={scheme} go={go} busy={step.isPending} />
          <Appeals evaluation={evaluation} />
        </div>
      </div>
    </Page>
  )
}

function Items({ evaluation, scheme }: { evaluation: CaseEvaluationDetail; scheme: Scheme }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const { result } = evaluation
  const meanOf = (item: string) => result.items.find((i) => i.item === item)?.mean ?? null
  return (
    <section className="panel register-panel" aria-label={t('evaluation.items')}>
      <h2>{t('evaluation.items')}</h2>
      {result.total !== null && (
        <p className="draw-winner" data-testid="total">
          {points(result.total)}
          <span className="muted"> {t('evaluation.covered', { n: points(result.covered) })}</span>
        </p>
      )}
      <ul className="evaluation-items">
        {scheme.items.map((item) => (
          <li key={item.id}>
            <div className="register-line">
              <strong>{said(item.label, locale)}</strong>
              <span className="muted">{t('evaluation.weight', { n: item.weight / 100 })}</span>
              <span className="mono">{meanOf(item.id) === null ? t('evaluation.missing') : points(meanOf(item.id)!)}</span>
            </div>
            <div className="evaluation-bar" aria-hidden="true">
              <span style={{ width: `${(meanOf(item.id) ?? 0) / 100}%` }} />
            </div>
            {evaluation.scores
              .filter((s) => s.item === item.id)
              .map((s) => (
                <div key={`${s.role}${s.by}${s.reason}`} className="evaluation-score">
                  <span className="mono">{s.score}</span>
                  <span>{said(scheme.roles.find((r) => r.id === s.role)?.label ?? { zh: s.role, en: s.role }, locale)}</span>
                  {s.by && <Words>{s.by}</Words>}
                  <Words>{s.reason}</Words>
                  <EvidenceList
                    list={s.evidence}
                    onOpen={(file) => void download(`${evaluationPath(evaluation.id)}/evidence/${file.id}`, file.name).catch(toast.failed)}
                  />
                </div>
              ))}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Steps({ evaluation, scheme, go, busy }: { evaluation: CaseEvaluationDetail; scheme: Scheme; go: Go; busy: boolean }) {
  const { t, locale } = useMessages()
  const { may, version } = evaluation
  if (may.length === 0) return null
  return (
    <section className="panel register-panel draw-conduct" aria-label={t('draws.next')}>
      <h2>{t('draws.next')}</h2>
      {may.includes('score') && <ScoreForm evaluation={evaluation} scheme={scheme} go={go} busy={busy} />}
      {may.includes('publish') && (
        <div className="draw-step">
          <p className="muted">{t('evaluation.publishLede', { missing: evaluation.result.missing.length })}</p>
          <Button type="primary" loading={busy} onClick={() => void go('publish', { version }, t('evaluation.published'))}>
            {t('evaluation.publish')}
          </Button>
        </div>
      )}
      {may.includes('appeal') && (
        <>
          <p>{t('evaluation.appealUntil', { day: day(evaluation.appealUntil ?? '', locale) })}</p>
          <AppealForm version={version} go={go} busy={busy} />
        </>
      )}
      {may.includes('decide') && <DecideForm scheme={scheme} version={version} go={go} busy={busy} />}
    </section>
  )
}

/** Scores one item after the other; what was scored is not offered again. */
function ScoreForm({ evaluation, scheme, go, busy }: { evaluation: CaseEvaluationDetail; scheme: Scheme; go: Go; busy: boolean }) {
  const { t, locale } = useMessages()
  const [form] = Form.useForm()
  const [files, setFiles] = useState<readonly { id: string; name: string }[]>([])
  const open = evaluation.roles.flatMap((role) =>
    scheme.items
      .filter((i) => i.scorers.includes(role) && !evaluation.scores.some((s) => s.mine && s.item === i.id && s.role === role))
      .map((item) => ({ role, item })),
  )
  const chosen: string | undefined = Form.useWatch('what', form)
  const item: SchemeItem | undefined = open.find((o) => `${o.role}/${o.item.id}` === chosen)?.item
  if (open.length === 0) return <p className="section-none">{t('evaluation.allScored')}</p>
  const send = async (values: { what: string; score: number; reason?: string }) => {
    const [role, id] = values.what.split('/')
    const body = { item: id, role, score: values.score, reason: values.reason ?? '', evidence: files.map((f) => f.id) }
    if (await go('scores', body, t('evaluation.scored'))) {
      form.resetFields()
      setFiles([])
    }
  }
  const required = [{ required: true, message: t('registers.needed') }]
  const roleOf = (id: string) => said(scheme.roles.find((r) => r.id === id)!.label, locale)
  return (
    <Form form={form} name="score" layout="vertical" className="draw-step" onFinish={(values) => void send(values)}>
      <Form.Item name="what" label={t('evaluation.item')} rules={required}>
        <Select
          options={open.map((o) => ({ value: `${o.role}/${o.item.id}`, label: `${said(o.item.label, locale)}（${roleOf(o.role)}）` }))}
        />
      </Form.Item>
      <Form.Item
        name="score"
        label={t('evaluation.score', { most: item?.most ?? 100 })}
        extra={item?.evidence && item.evidence !== 'always' ? t('evaluation.evidenceBelow', { n: item.evidence.below }) : undefined}
        rules={required}
      >
        <InputNumber min={0} max={item?.most ?? 100} precision={0} />
      </Form.Item>
      <Form.Item name="reason" label={t('registers.reason')}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={2000} />
      </Form.Item>
      <Evidence files={files} onChange={setFiles} />
      <Button type="primary" htmlType="submit" loading={busy}>
        {t('evaluation.scoreGo')}
      </Button>
    </Form>
  )
}

function AppealForm({ version, go, busy }: { version: number; go: Go; busy: boolean }) {
  const { t } = useMessages()
  const [files, setFiles] = useState<readonly { id: string; name: string }[]>([])
  return (
    <>
      <Evidence files={files} onChange={setFiles} />
      <ReasonForm
        name="appeal"
        lede={t('evaluation.appealLede')}
        initial=""
        action={t('evaluation.appeal')}
        primary
        busy={busy}
        onSend={(grounds) => go('appeals', { version, grounds, evidence: files.map((f) => f.id) }, t('evaluation.appealed'))}
      />
    </>
  )
}

function DecideForm({ scheme, version, go, busy }: { scheme: Scheme; version: number; go: Go; busy: boolean }) {
  const { t, locale } = useMessages()
  const [form] = Form.useForm()
  const outcome = Form.useWatch('outcome', form)
  const required = [{ required: true, message: t('registers.needed') }]
  return (
    <Form
      form={form}
      name="decide"
      layout="vertical"
      className="draw-step"
      initialValues={{ outcome: 'upheld', drop: [] }}
      onFinish={(values: { outcome: string; reason: string; drop?: string[] }) =>
        void go(
          'appeals/decision',
          { version, outcome: values.outcome, reason: values.reason, drop: values.outcome === 'reopened' ? (values.drop ?? []) : [] },
          t('evaluation.decided'),
        )
      }
    >
      <Form.Item name="outcome" label={t('evaluation.outcome')}>
        <Select
          options={(['upheld', 'annulled', 'reopened'] as const).map((value) => ({ value, label: t(`evaluation.outcome.${value}`) }))}
        />
      </Form.Item>
      {outcome === 'reopened' && (
        <Form.Item name="drop" label={t('evaluation.drop')} rules={required}>
          <Select mode="multiple" options={scheme.items.map((i) => ({ value: i.id, label: said(i.label, locale) }))} />
        </Form.Item>
      )}
      <Form.Item name="reason" label={t('registers.reason')} rules={required}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={2000} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={busy}>
        {t('evaluation.decide')}
      </Button>
    </Form>
  )
}

function Appeals({ evaluation }: { evaluation: CaseEvaluationDetail }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  if (evaluation.appeals.length === 0) return null
  return (
    <section className="panel register-panel" aria-label={t('evaluation.appeals')}>
      <h2>{t('evaluation.appeals')}</h2>
      <ul className="register-rows">
        {evaluation.appeals.map((a) => (
          <li key={a.on + a.grounds}>
            <strong className="mono">{day(a.on, locale)}</strong>
            <Words>{a.grounds}</Words>
            <EvidenceList
              list={a.evidence}
              onOpen={(file) => void download(`${evaluationPath(evaluation.id)}/evidence/${file.id}`, file.name).catch(toast.failed)}
            />
            {a.decided === null ? (
              <span className="muted">{t('evaluation.decideBy', { day: day(a.decideBy, locale) })}</span>
            ) : (
              <span>
                <Mark>{t(`evaluation.outcome.${a.decided.outcome}`)}</Mark>
                <Words>{a.decided.reason}</Words>
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
