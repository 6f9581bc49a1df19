import type { BodyOf, ReplyOf } from '@yingshang/server/contract'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useConfirmUnits, useOrganisation } from '../organisation/queries.ts'

type Unit = ReplyOf<'previewAdoption'>['toConfirm'][number]
type Confirmation = BodyOf<'confirmUnits'>['items'][number]
const NOBODY = 'nobody'

/** Names of a plan that stand for nobody yet: each is said once and remembered for every plan. */
export function ConfirmUnits({ units, onConfirmed }: { units: readonly Unit[]; onConfirmed: () => Promise<unknown> }) {
  const { t } = useMessages()
  const toast = useToast()
  const organisation = useOrganisation()
  const confirm = useConfirmUnits()
  const [chosen, setChosen] = useState<Readonly<Record<string, readonly string[]>>>(() =>
    Object.fromEntries(units.map((u) => [u.text, u.suggestions[0]?.bodies.map((b) => b.id) ?? []])),
  )
  const [busy, setBusy] = useState(false)
  const groups = organisation.data?.groups ?? []
  const isGroup = (value: string) => groups.some((g) => g.id === value)
  const items = units.flatMap(({ text }): Confirmation[] => {
    const [one, ...more] = chosen[text] ?? []
    if (one === undefined) return []
    if (one === NOBODY) return [{ text, nobody: true }]
    if (isGroup(one)) return [{ text, groupId: one }]
    return more.length === 0 ? [{ text, bodyId: one }] : [{ text, bodyIds: [one, ...more] }]
  })
  const send = async () => {
    setBusy(true)
    try {
      await confirm.mutateAsync({ items })
      toast.done(t('ledger.unitsDone', { n: items.length }))
      await onConfirmed()
    } catch (error) {
      toast.failed(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className="confirm-units" aria-label={t('ledger.unitsTitle')}>
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">{t('ledger.inPlan')}</th>
            <th scope="col" className="num">
              {t('ledger.entriesN')}
            </th>
            <th scope="col">{t('ledger.standsFor')}</th>
          </tr>
        </thead>
        <tbody>
          {units.map((unit) => (
            <tr key={unit.text}>
              <th scope="row">
                <Words>{unit.text}</Words>
              </th>
              <td className="num" data-label={t('ledger.entriesN')}>
                {unit.entries}
              </td>
              <td>
                <Select
                  mode="multiple"
                  className="unit-select"
                  aria-label={t('ledger.standsForOf', { name: unit.text })}
                  placeholder={t('ledger.unitsLater')}
                  value={[...(chosen[unit.text] ?? [])]}
                  // Nobody and a group stand alone.
                  onChange={(next: string[]) => {
                    const last = next.at(-1)
                    const alone = last !== undefined && (last === NOBODY || isGroup(last))
                    setChosen((was) => ({ ...was, [unit.text]: alone ? [last] : next.filter((v) => v !== NOBODY && !isGroup(v)) }))
                  }}
                  showSearch={{ optionFilterProp: 'label' }}
                  options={[
                    ...(organisation.data?.bodies ?? []).map((b) => ({ value: b.id, label: b.name })),
                    ...groups.map((g) => ({ value: g.id, label: g.name })),
                    { value: NOBODY, label: t('ledger.standsForNobody') },
                  ]}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="confirm-line">
        <Button type="primary" disabled={items.length === 0} loading={busy} onClick={() => void send()}>
          {t('ledger.unitsConfirm', { n: items.length })}
        </Button>
        {items.length < units.length && <span className="muted">{t('ledger.unitsRest', { n: units.length - items.length })}</span>}
      </div>
    </section>
  )
}
