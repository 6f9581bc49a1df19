import type { MatterDetail } from '@yingshang/server/contract'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { yuan } from '../forms/money.ts'
import { say, Value } from '../forms/value.tsx'
import { useOpened } from './matter-context.ts'
import { Section } from './section.tsx'

type Register = MatterDetail['registers'][number]

/** The registers of the matter that hold something, as tables. */
export function Registers() {
  const { matter } = useOpened()
  return (
    <>
      {matter.registers
        .filter((register) => register.rows.length > 0)
        .map((register) => (
          <RegisterTable key={register.register} register={register} />
        ))}
    </>
  )
}

function RegisterTable({ register }: { register: Register }) {
  const { t, locale } = useMessages()
  const { matter, book } = useOpened()
  const people = new Map(matter.parties.map((p) => [p.user.id, p.user.displayName]))
  // A column without anything in it says nothing.
  const columns = register.properties
    .filter((p) => register.rows.some(({ row }) => row[p.id] !== undefined && row[p.id] !== null && row[p.id] !== ''))
    .map((p) => ({ ...p, kind: book.column(register.register, p.id) }))
  const sums = new Map(
    columns
      .filter((c) => c.kind.type === 'money')
      .map((c) => [c.id, register.rows.reduce((sum, { row }) => sum + (typeof row[c.id] === 'number' ? (row[c.id] as number) : 0), 0)]),
  )
  return (
    <Section title={t('register.title', { title: say(register.title, locale), n: register.rows.length + register.more })}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
      <section className="table-scroll" tabIndex={0} aria-label={say(register.title, locale)}>
        <table className="data-table keep-table register-table" data-register={register.register}>
          <thead>
            <tr>
              {columns.map((c) => (
                <th key={c.id} scope="col" className={c.kind.type === 'money' ? 'num' : ''}>
                  {say(c.title, locale)}
                  {c.kind.type === 'money' && <span className="unit">{t('register.yuan')}</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {register.rows.map(({ key, row }) => (
              <tr key={key}>
                {columns.map((c) => {
                  const value = row[c.id]
                  return (
                    <td key={c.id} className={c.kind.type === 'money' ? 'num' : ''}>
                      {c.kind.type === 'money' && typeof value === 'number' ? (
                        yuan(value)
                      ) : c.kind.type === 'person' && typeof value === 'string' ? (
                        <Words>{people.get(value) ?? t('register.somebody')}</Words>
                      ) : (
                        <Value value={value} kind={c.kind} />
                      )}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
          {sums.size > 0 && (
            <tfoot>
              <tr>
                {columns.map((c, i) => (
                  <td key={c.id} className={sums.has(c.id) ? 'num' : ''}>
                    {sums.has(c.id) ? <strong>{yuan(sums.get(c.id)!)}</strong> : i === 0 ? <strong>{t('register.total')}</strong> : ''}
                  </td>
                ))}
              </tr>
            </tfoot>
          )}
        </table>
      </section>
      {register.more > 0 && <p className="section-none">{t('register.more', { n: register.more })}</p>}
    </Section>
  )
}
