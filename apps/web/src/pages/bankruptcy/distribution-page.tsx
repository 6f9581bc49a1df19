import { useParams } from '@tanstack/react-router'
import type { ClaimsView, DistributionLedger, DistributionView } from '@yingshang/server/contract'
import { Alert, Button, Input, InputNumber, Select, Spin } from 'antd'
import { type FormEvent, useRef, useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { yuan } from '../forms/money.ts'
import { CaseLine } from './claims-page.tsx'
import { Field } from './distribution-field.tsx'
import {
  type CollateralDraft,
  type DepositReason,
  type Draft,
  firstDraft,
  type ItemDraft,
  nextKey,
  requestOf,
} from './distribution-form.ts'
import { DistributionHistory } from './distribution-history.tsx'
import { DistributionResult } from './distribution-result.tsx'
import { type DistributionInput, useClaims, useDistributions, usePreview } from './queries.ts'
import { RecordPanel } from './record-panel.tsx'
import './bankruptcy.css'

/** 分配测算: what was distributed, what there is, what is paid first, what secures whom; who would get what; and, when it is done, its record. */
export function DistributionPage() {
  const { t } = useMessages()
  const { matterId } = useParams({ from: '/matters/$matterId/distribution' })
  const claims = useClaims(matterId)
  const ledger = useDistributions(matterId, claims.data?.whole === true)
  const failed = (claims.isError && !claims.data) || (ledger.isError && !ledger.data)
  if (failed)
    return (
      <Page title={t('distribution.title')}>
        <Trouble
          error={claims.error ?? ledger.error}
          retry={() => {
            void claims.refetch()
            void ledger.refetch()
          }}
        />
      </Page>
    )
  if (!claims.data || (claims.data.whole && !ledger.data))
    return (
      <div className="center">
        <Spin description={t('common.loading')} />
      </div>
    )
  if (!claims.data.whole || !ledger.data)
    return (
      <Page title={t('distribution.title')} lede={<CaseLine matter={claims.data.matter} />}>
        <p className="panel list-none">{t('distribution.notYours')}</p>
      </Page>
    )
  return <Calculation key={matterId} view={claims.data} ledger={ledger.data} />
}

type Faults = Readonly<Record<string, string>>

function Calculation({ view, ledger }: { view: ClaimsView; ledger: DistributionLedger }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const preview = usePreview(view.matter.id)
  const [draft, setDraft] = useState<Draft>(() => firstDraft(view.rows, ledger, t('distribution.collateralName')))
  const [faults, setFaults] = useState<Faults>({})
  const [general, setGeneral] = useState<readonly string[]>([])
  const [result, setResult] = useState<{ input: DistributionInput; view: DistributionView } | null>(null)
  const form = useRef<HTMLFormElement>(null)
  const set = (part: Partial<Draft>) => setDraft((was) => ({ ...was, ...part }))

  const showFaults = (found: Faults, rest: readonly string[]) => {
    setFaults(found)
    setGeneral(rest)
    toast.announce([...rest, ...Object.values(found)].join(' '))
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const request = requestOf(draft)
    setResult(null)
    if (!request.ok) return showFaults(Object.fromEntries(Object.entries(request.faults).map(([path, key]) => [path, t(key)])), [])
    setFaults({})
    setGeneral([])
    try {
      const found = await preview.mutateAsync(request.input)
      setResult({ input: request.input, view: found })
      toast.announce(t('distribution.done', { total: yuan(found.total), surplus: yuan(found.surplus) }))
    } catch (error) {
      if (!(error instanceof ApiError)) return toast.failed(error)
      const placed = error.refusal.errors.filter((e) => e.path !== '')
      const rest = error.refusal.errors.filter((e) => e.path === '' || e.path === 'collaterals').map((e) => e[locale])
      if (placed.length === 0 && rest.length === 0) return toast.failed(error)
      showFaults(Object.fromEntries(placed.map((e) => [fieldOf(e.path), e[locale]])), rest)
    }
  }

  const secured = view.rows.filter((r) => r.class === 'secured')
  const option = (r: ClaimsView['rows'][number]) => ({ value: r.id, label: `${r.creditor} · ${yuan(r.confirmed || r.filed)}` })

  return (
    <Page title={t('distribution.title')} lede={<CaseLine matter={view.matter} />}>
      <DistributionHistory ledger={ledger} />
      <form ref={form} className="panel distribution-form" noValidate onSubmit={(event) => void submit(event)}>
        <p className="muted">{t('distribution.lede')}</p>
        <Field label={t('distribution.estate')} fault={faults.estate}>
          {(props) => (
            <Input
              {...props}
              inputMode="decimal"
              className="amount"
              value={draft.estate}
              onChange={(e) => set({ estate: e.target.value })}
            />
          )}
        </Field>
        <Items
          name="expenses"
          title={t('distribution.expenses')}
          list={draft.expenses}
          faults={faults}
          onChange={(expenses) => set({ expenses })}
        />
        <Items
          name="commonBenefit"
          title={t('distribution.commonBenefit')}
          list={draft.commonBenefit}
          faults={faults}
          onChange={(commonBenefit) => set({ commonBenefit })}
        />

        <fieldset>
          <legend>{t('distribution.collaterals')}</legend>
          {draft.collaterals.length > 1 && <p className="muted">{t('distribution.collateralOrder')}</p>}
          {draft.collaterals.map((c, i) => {
            const change = (part: Partial<CollateralDraft>) =>
              set({ collaterals: draft.collaterals.map((x) => (x.key === c.key ? { ...x, ...part } : x)) })
            return (
              <div key={c.key} className="distribution-row">
                <Field label={t('distribution.what')} fault={faults[`collaterals.${i}.title`]}>
                  {(props) => <Input {...props} maxLength={200} value={c.title} onChange={(e) => change({ title: e.target.value })} />}
                </Field>
                <Field label={t('distribution.proceeds')} fault={faults[`collaterals.${i}.proceeds`]}>
                  {(props) => (
                    <Input
                      {...props}
                      inputMode="decimal"
                      className="amount"
                      value={c.proceeds}
                      onChange={(e) => change({ proceeds: e.target.value })}
                    />
                  )}
                </Field>
                <Field label={t('distribution.secures')} fault={faults[`collaterals.${i}.claims`]} wide>
                  {({ id, ...aria }) => (
                    <Select
                      id={id}
                      {...aria}
                      mode="multiple"
                      optionFilterProp="label"
                      value={[...c.claims]}
                      options={secured.map(option)}
                      onChange={(claims: string[]) => change({ claims })}
                    />
                  )}
                </Field>
                {c.claims.length > 1 && (
                  <ul className="orders">
                    {c.claims.map((id) => (
                      <li key={id}>
                        <span>{view.rows.find((r) => r.id === id)?.creditor}</span>
                        <InputNumber
                          aria-label={t('distribution.orderOf', { creditor: view.rows.find((r) => r.id === id)?.creditor ?? '' })}
                          min={1}
                          max={1000}
                          precision={0}
                          value={c.orders[id] ?? 1}
                          onChange={(order) => change({ orders: { ...c.orders, [id]: order ?? 1 } })}
                        />
                      </li>
                    ))}
                  </ul>
                )}
                <span className="row-buttons">
                  {i > 0 && (
                    <Button
                      type="text"
                      aria-label={t('distribution.earlier', { what: c.title })}
                      onClick={() => set({ collaterals: moved(draft.collaterals, i) })}
                    >
                      {t('distribution.up')}
                    </Button>
                  )}
                  <Remove what={c.title} onClick={() => set({ collaterals: draft.collaterals.filter((x) => x.key !== c.key) })} />
                </span>
              </div>
            )
          })}
          <Button
            onClick={() =>
              set({
                collaterals: [...draft.collaterals, { key: nextKey(draft.collaterals), title: '', proceeds: '', claims: [], orders: {} }],
              })
            }
          >
            {t('distribution.addCollateral')}
          </Button>
        </fieldset>

        <fieldset>
          <legend>{t('distribution.deposits')}</legend>
          {draft.deposits.map((d, i) => {
            const change = (part: Partial<Draft['deposits'][number]>) =>
              set({ deposits: draft.deposits.map((x) => (x.key === d.key ? { ...x, ...part } : x)) })
            return (
              <div key={d.key} className="distribution-row">
                <Field label={t('distribution.claim')} fault={faults[`deposits.${i}.claim`]} wide>
                  {({ id, ...aria }) => (
                    <Select
                      id={id}
                      {...aria}
                      showSearch
                      optionFilterProp="label"
                      value={d.claim}
                      options={view.rows.map(option)}
                      onChange={(claim: string) => change({ claim })}
                    />
                  )}
                </Field>
                <Field label={t('distribution.reason')} fault={faults[`deposits.${i}.reason`]}>
                  {({ id, ...aria }) => (
                    <Select<DepositReason>
                      id={id}
                      {...aria}
                      value={d.reason}
                      options={[
                        { value: 'dispute', label: t('distribution.reason.dispute') },
                        { value: 'condition', label: t('distribution.reason.condition') },
                        { value: 'unclaimed', label: t('distribution.reason.unclaimed') },
                      ]}
                      onChange={(reason) => change({ reason })}
                    />
                  )}
                </Field>
                <Remove
                  what={view.rows.find((r) => r.id === d.claim)?.creditor ?? ''}
                  onClick={() => set({ deposits: draft.deposits.filter((x) => x.key !== d.key) })}
                />
              </div>
            )
          })}
          <Button onClick={() => set({ deposits: [...draft.deposits, { key: nextKey(draft.deposits), claim: null, reason: 'dispute' }] })}>
            {t('distribution.addDeposit')}
          </Button>
        </fieldset>

        {general.length > 0 && (
          <Alert
            role="alert"
            type="error"
            showIcon
            title={
              <ul>
                {general.map((text) => (
                  <li key={text}>
                    <Words>{text}</Words>
                  </li>
                ))}
              </ul>
            }
          />
        )}
        <div>
          <Button type="primary" htmlType="submit" loading={preview.isPending}>
            {t('distribution.go')}
          </Button>
        </div>
      </form>
      {result && <DistributionResult matterId={view.matter.id} input={result.input} result={result.view} />}
      {result && ledger.mayRecord && (
        <RecordPanel
          ledger={ledger}
          input={result.input}
          result={result.view}
          onDone={() => {
            setResult(null)
            setDraft((was) => ({ ...was, estate: '', expenses: [], commonBenefit: [], collaterals: [] }))
            window.scrollTo({ top: 0 })
          }}
        />
      )}
    </Page>
  )
}

/** The list with one of its things taken before the one above. */
const moved = (list: readonly CollateralDraft[], i: number) => list.toSpliced(i - 1, 2, list[i]!, list[i - 1]!)

/** A refusal may point deeper than there is a field: the claim inside the choice of claims. */
const fieldOf = (path: string): string => path.replace(/^(collaterals\.\d+\.claims)\..*$/, '$1')

function Items({
  name,
  title,
  list,
  faults,
  onChange,
}: {
  name: string
  title: string
  list: readonly ItemDraft[]
  faults: Faults
  onChange: (list: readonly ItemDraft[]) => void
}) {
  const { t } = useMessages()
  return (
    <fieldset>
      <legend>{title}</legend>
      {list.map((item, i) => {
        const change = (part: Partial<ItemDraft>) => onChange(list.map((x) => (x.key === item.key ? { ...x, ...part } : x)))
        return (
          <div key={item.key} className="distribution-row">
            <Field label={t('distribution.what')} fault={faults[`${name}.${i}.title`]}>
              {(props) => <Input {...props} maxLength={200} value={item.title} onChange={(e) => change({ title: e.target.value })} />}
            </Field>
            <Field label={t('distribution.amount')} fault={faults[`${name}.${i}.amount`]}>
              {(props) => (
                <Input
                  {...props}
                  inputMode="decimal"
                  className="amount"
                  value={item.amount}
                  onChange={(e) => change({ amount: e.target.value })}
                />
              )}
            </Field>
            <Remove what={item.title} onClick={() => onChange(list.filter((x) => x.key !== item.key))} />
          </div>
        )
      })}
      <Button onClick={() => onChange([...list, { key: nextKey(list), title: '', amount: '' }])}>
        {t('distribution.add', { what: title })}
      </Button>
    </fieldset>
  )
}

function Remove({ what, onClick }: { what: string; onClick: () => void }) {
  const { t } = useMessages()
  return (
    <Button type="text" aria-label={t('distribution.remove', { what })} onClick={onClick}>
      {t('common.delete')}
    </Button>
  )
}
