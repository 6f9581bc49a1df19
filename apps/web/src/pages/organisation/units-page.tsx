import { Link } from '@tanstack/react-router'
import type { BodyOf, Organisation, UnitInPlans } from '@yingshang/server/contract'
import { Button, Select, Spin } from 'antd'
import { useState } from 'react'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import './organisation.css'
import { useConfirmUnits, useOrganisation, useUnits } from './queries.ts'

type Confirmation = BodyOf<'confirmUnits'>['items'][number]

/** Rules whose single suggestion needs no close look. */
const SURE = new Set(['name', 'short-name', 'normalised', 'successor'])
const sureOf = (unit: UnitInPlans): Confirmation | null => {
  const [first, second] = unit.suggestions
  const id = first?.bodies[0]?.id
  return first && !second && !unit.collective && SURE.has(first.rule) && id !== undefined ? { text: unit.text, bodyId: id } : null
}

/** 待确认的单位名称: each name found in plans with what it may stand for; confirmed once, remembered for all plans. */
export function UnitsPage() {
  const { t } = useMessages()
  const { may } = useSession()
  const toast = useToast()
  const found = useUnits()
  const all = useOrganisation()
  const confirm = useConfirmUnits()
  if (found.isPending || all.isPending)
    return (
      <div className="center">
        <Spin description={t('common.loading')} />
      </div>
    )
  if (!found.data) return <Trouble error={found.error} retry={() => void found.refetch()} />
  if (!all.data) return <Trouble error={all.error} retry={() => void all.refetch()} />
  const { items } = found.data
  const sure = items.flatMap((unit) => sureOf(unit) ?? [])
  const manages = may('organisation.manage')
  const send = (list: Confirmation[]) =>
    void confirm.mutateAsync({ items: list }).then(() => toast.done(t('organisation.confirmed', { n: list.length })), toast.failed)
  return (
    <Page
      title={t('organisation.units')}
      lede={
        <>
          <Link to="/organisation">{t('organisation.title')}</Link> · {t('organisation.unitsLede')}
        </>
      }
      actions={
        manages &&
        sure.length > 0 && (
          <Button type="primary" loading={confirm.isPending} onClick={() => send(sure)}>
            {t('organisation.confirmSure', { n: sure.length })}
          </Button>
        )
      }
    >
      {items.length === 0 ? (
        <p className="panel organisation-hint">{t('organisation.unitsNone')}</p>
      ) : (
        <section className="panel" aria-label={t('organisation.units')}>
          <table className="data-table">
            <thead>
              <tr>
                <th scope="col">{t('organisation.inPlans')}</th>
                <th scope="col" className="num">
                  {t('organisation.measures')}
                </th>
                <th scope="col">{t('organisation.standsFor')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((unit) => (
                <UnitRow key={unit.text} unit={unit} organisation={all.data} busy={confirm.isPending} onConfirm={manages ? send : null} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Page>
  )
}

const NOBODY = 'nobody'

function UnitRow(props: {
  unit: UnitInPlans
  organisation: Organisation
  busy: boolean
  onConfirm: ((items: Confirmation[]) => void) | null
}) {
  const { t } = useMessages()
  const { unit, organisation } = props
  const first = unit.suggestions[0]
  const [chosen, setChosen] = useState<string[]>(first ? first.bodies.map((b) => b.id) : [])
  const groupOf = (value: string) => organisation.groups.find((g) => g.id === value)
  const confirmation = (): Confirmation | null => {
    const [one] = chosen
    if (one === undefined) return null
    if (one === NOBODY) return { text: unit.text, nobody: true }
    if (chosen.length === 1 && groupOf(one)) return { text: unit.text, groupId: one }
    return chosen.length === 1 && !unit.collective ? { text: unit.text, bodyId: one } : { text: unit.text, bodyIds: chosen }
  }
  return (
    <tr>
      <th scope="row">
        <Words>{unit.text}</Words>
        <span className="cell-sub">
          {unit.collective && <span>{t('organisation.collective')}</span>}
          {first && <span>{t(`organisation.rule.${first.rule}`)}</span>}
        </span>
      </th>
      <td data-label={t('organisation.measures')} className="num">
        {unit.measures}
      </td>
      <td data-label={t('organisation.standsFor')}>
        {props.onConfirm === null ? (
          <Words>{first?.bodies.map((b) => b.name).join('、') ?? '—'}</Words>
        ) : (
          <span className="unit-choice">
            <Select
              mode="multiple"
              maxTagCount={2}
              aria-label={t('organisation.standsForOf', { name: unit.text })}
              value={chosen}
              // Nobody and a group stand alone.
              onChange={(next: string[]) => {
                const last = next.at(-1)
                setChosen(
                  last !== undefined && (last === NOBODY || groupOf(last)) ? [last] : next.filter((v) => v !== NOBODY && !groupOf(v)),
                )
              }}
              showSearch={{ optionFilterProp: 'label' }}
              options={[
                { value: NOBODY, label: t('organisation.nobody') },
                ...organisation.groups.map((g) => ({ value: g.id, label: g.name })),
                ...organisation.bodies.map((b) => ({ value: b.id, label: b.name })),
              ]}
            />
            <Button
              disabled={chosen.length === 0}
              loading={props.busy}
              aria-label={t('organisation.confirmOf', { name: unit.text })}
              onClick={() => {
                const one = confirmation()
                if (one) props.onConfirm?.([one])
              }}
            >
              {t('organisation.confirm')}
            </Button>
          </span>
        )}
      </td>
    </tr>
  )
}
