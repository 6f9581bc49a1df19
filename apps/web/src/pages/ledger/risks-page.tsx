import { Link, useParams } from '@tanstack/react-router'
import type { LedgerRisks, RiskPreview, RiskSetting } from '@yingshang/server/contract'
import { Button, Checkbox, Input, InputNumber, Select, Spin } from 'antd'
import { useId, useState } from 'react'
import { day, instant } from '../../components/format.ts'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import './ledger.css'
import './risks.css'
import { useChangeRisks, useLedger, usePreviewRisks, useRisks } from './queries.ts'
import { StatusMark } from './status.tsx'
import { EntryLink } from './table-view.tsx'

type Kind = RiskSetting['kind']
type Period = { readonly n: number; readonly unit: 'days' | 'workingDays' | 'months' }

/** What each kind of rule asks, in the order in which they are shown; the numbers with which one that was off begins. */
const KINDS = {
  'near-due': { within: { n: 10, unit: 'workingDays' }, quietFor: { n: 5, unit: 'workingDays' } },
  blocked: {},
  'late-start': { grace: { n: 10, unit: 'workingDays' } },
  'step-overdue': {},
  silent: { longerThan: { n: 60, unit: 'days' } },
  behind: { by: 3000 },
  'target-unmet': { within: { n: 30, unit: 'days' } },
} as const satisfies Readonly<Record<Kind, Readonly<Record<string, Period | number>>>>
const ORDER = Object.keys(KINDS) as Kind[]
const UNITS = ['days', 'workingDays', 'months'] as const

/** 风险规则: what makes the entries of one ledger look at risk; the office changes it after it has seen what would change. */
export function RisksPage() {
  const { t } = useMessages()
  const { ledgerId } = useParams({ from: '/ledger/$ledgerId/risks' })
  const ledger = useLedger(ledgerId)
  const risks = useRisks(ledgerId)
  if (risks.isError) return <Trouble error={risks.error} retry={() => void risks.refetch()} />
  return (
    <Page
      title={t('ledger.risks')}
      lede={
        <Link to="/ledger" search={{ ledger: ledgerId }}>
          <Words>{ledger.data?.ledger.title ?? t('ledger.title')}</Words>
        </Link>
      }
    >
      <p className="lede risk-lede">{t('ledger.risksLede')}</p>
      {risks.data ? (
        <>
          <Rules key={risks.data.version} ledgerId={ledgerId} risks={risks.data} archived={ledger.data?.ledger.archived === true} />
          <History risks={risks.data} />
        </>
      ) : (
        <div className="center">
          <Spin description={t('common.loading')} />
        </div>
      )}
    </Page>
  )
}

function Rules({ ledgerId, risks, archived }: { ledgerId: string; risks: LedgerRisks; archived: boolean }) {
  const { t } = useMessages()
  const { may } = useSession()
  const toast = useToast()
  const preview = usePreviewRisks(ledgerId)
  const change = useChangeRisks(ledgerId)
  const [rules, setRules] = useState<readonly RiskSetting[]>(risks.rules)
  const id = useId()
  const [reason, setReason] = useState('')
  const [seen, setSeen] = useState<RiskPreview | null>(null)
  const manages = may('ledger.manage') && !archived
  const set = (kind: Kind, rule: RiskSetting | null) => {
    setSeen(null)
    setRules(ORDER.flatMap((k) => (k === kind ? (rule ?? []) : (rules.find((r) => r.kind === k) ?? []))))
  }
  return (
    <section className="panel ledger-part" aria-label={t('ledger.risks')}>
      <ul className="risk-list">
        {ORDER.map((kind) => {
          const rule = rules.find((r) => r.kind === kind)
          return (
            <li key={kind}>
              <Checkbox
                checked={rule !== undefined}
                disabled={!manages}
                onChange={(event) => set(kind, event.target.checked ? ({ kind, ...KINDS[kind] } as RiskSetting) : null)}
              >
                {t(`ledger.risk.${kind}`)}
              </Checkbox>
              {rule && <Numbers rule={rule} disabled={!manages} onChange={(next) => set(kind, next)} />}
            </li>
          )
        })}
      </ul>
      {manages && (
        <Button
          loading={preview.isPending}
          disabled={JSON.stringify(rules) === JSON.stringify(risks.rules)}
          onClick={() => void preview.mutateAsync(rules).then(setSeen, toast.failed)}
        >
          {t('ledger.riskPreview')}
        </Button>
      )}
      {seen && (
        <div className="risk-preview" data-testid="risk-preview">
          <p>{seen.changed === 0 ? t('ledger.riskNone') : t('ledger.riskChanges', { of: seen.entries, n: seen.changed })}</p>
          <p className="risk-moves">
            {seen.moves.map((m) => (
              <span key={`${m.from} ${m.to}`}>
                {t('ledger.riskMove', { from: t(`ledger.status.${m.from}`), to: t(`ledger.status.${m.to}`), n: m.count })}
              </span>
            ))}
          </p>
          <ul className="risk-entries">
            {seen.items.map((item) => (
              <li key={item.id}>
                <EntryLink entry={item} />
                <span>
                  <StatusMark status={item.from} /> → <StatusMark status={item.to} />
                </span>
              </li>
            ))}
          </ul>
          <label className="risk-reason" htmlFor={id}>
            {t('ledger.riskReason')}
            <Input.TextArea
              id={id}
              autoSize={{ minRows: 2, maxRows: 5 }}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </label>
          <Button
            type="primary"
            loading={change.isPending}
            disabled={reason.trim() === ''}
            onClick={() =>
              void change
                .mutateAsync({ rules: [...rules], reason: reason.trim(), basis: seen.basis })
                .then(() => toast.announce(t('ledger.riskDone')), toast.failed)
            }
          >
            {t('ledger.riskGo')}
          </Button>
        </div>
      )}
    </section>
  )
}

/** The numbers of one rule. */
function Numbers({ rule, disabled, onChange }: { rule: RiskSetting; disabled: boolean; onChange: (rule: RiskSetting) => void }) {
  const { t } = useMessages()
  const fields = Object.keys(KINDS[rule.kind]) as ('within' | 'quietFor' | 'grace' | 'longerThan' | 'by')[]
  const values = rule as unknown as Readonly<Record<string, Period | number | undefined>>
  const put = (field: string, value: Period | number) => onChange({ ...rule, [field]: value } as RiskSetting)
  return (
    <span className="risk-numbers">
      {fields.map((field) => {
        const value = values[field]
        const label = t(`ledger.risk.${field}`)
        if (value === undefined) return null
        if (typeof value === 'number')
          return (
            <span key={field}>
              {label}
              <InputNumber
                aria-label={label}
                min={0}
                max={100}
                precision={0}
                disabled={disabled}
                value={value / 100}
                onChange={(n) => n !== null && put(field, n * 100)}
              />
            </span>
          )
        return (
          <span key={field}>
            {label}
            <InputNumber
              aria-label={label}
              min={0}
              max={1000}
              precision={0}
              disabled={disabled}
              value={value.n}
              onChange={(n) => n !== null && put(field, { ...value, n })}
            />
            <Select
              aria-label={t('ledger.risk.unit', { what: label })}
              disabled={disabled}
              value={value.unit}
              onChange={(unit) => put(field, { ...value, unit })}
              options={UNITS.map((unit) => ({ value: unit, label: t(`ledger.risk.unit.${unit}`) }))}
            />
          </span>
        )
      })}
    </span>
  )
}

/** Who changed the rules, when and why. */
function History({ risks }: { risks: LedgerRisks }) {
  const { t, locale } = useMessages()
  return (
    <section className="panel ledger-part" aria-label={t('ledger.riskHistory')}>
      <h2>{t('ledger.riskHistory')}</h2>
      {risks.history.length === 0 && <p className="muted">{t('ledger.riskUsual')}</p>}
      <ul className="risk-entries">
        {risks.history.map((h) => (
          <li key={h.version}>
            <span>
              {t('ledger.riskVersion', { n: h.version, day: day(h.effectiveFrom, locale), changed: h.changed })}
              <span className="cell-sub">
                <Words>{h.reason}</Words> {t('indicators.by', { name: h.by.displayName, at: instant(h.at) })}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
