import { Link, useParams } from '@tanstack/react-router'
import type { DecisionTableView, DecisionTrialResult } from '@yingshang/server/contract'
import { Alert, AutoComplete, Button, Input, Radio, Spin, Tag } from 'antd'
import { useId, useRef, useState } from 'react'
import { useDecisionTable, useTryTable } from '../../api/matters.ts'
import { day } from '../../components/format.ts'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { say } from '../forms/value.tsx'
import '../matters/matters.css'
import './decisions.css'

/** One decision table: as it is published, what is doubtful in it, and a trial of values. Trials change nothing. */
export function DecisionPage() {
  const { t, locale } = useMessages()
  const { tableId } = useParams({ from: '/decisions/$tableId' })
  const table = useDecisionTable(tableId)
  const [result, setResult] = useState<DecisionTrialResult | null>(null)
  if (table.isError)
    return (
      <Page title={t('decisions.title')}>
        <Trouble error={table.error} retry={() => void table.refetch()} />
      </Page>
    )
  if (!table.data)
    return (
      <div className="center">
        <Spin description={t('common.loading')} />
      </div>
    )
  const { summary, question, findings } = table.data
  return (
    <Page
      title={say(summary.title, locale)}
      lede={
        <span className="matter-head">
          <Link to="/decisions">{t('decisions.back')}</Link>
          <span>{t('decisions.head', { version: summary.version, day: day(summary.effectiveFrom, locale) })}</span>
          {!summary.verified && <Tag className="doubt-tag">{t('source.unverified')}</Tag>}
          <Link to="/decisions/$tableId/versions" params={{ tableId }}>
            {t('versions.title')}
          </Link>
          {summary.hasDraft && <Tag className="doubt-tag">{t('versions.hasDraft')}</Tag>}
        </span>
      }
    >
      {question && (
        <p className="decision-question">
          <Words>{question}</Words>
        </p>
      )}
      <section className="panel decision-part" aria-labelledby="decision-findings">
        <h2 id="decision-findings">{t('decisions.findings')}</h2>
        {findings.length === 0 ? (
          <p className="section-none">{t('decisions.noFindings')}</p>
        ) : (
          <ul className="finding-list">
            {findings.map((finding) => (
              <li key={`${finding.code} ${finding.where} ${finding.zh}`}>
                <Tag className="doubt-tag">{finding.code}</Tag>
                <Words>{say(finding, locale)}</Words>
              </li>
            ))}
          </ul>
        )}
      </section>
      <Trial key={tableId} table={table.data} result={result} onResult={setResult} />
      <Rules table={table.data} fired={new Set(result?.fired.map((f) => f.row))} />
    </Page>
  )
}

function Rules({ table, fired }: { table: DecisionTableView; fired: ReadonlySet<number> }) {
  const { t } = useMessages()
  const notes = table.rules.some((rule) => rule.annotations.some((a) => a !== ''))
  return (
    <section className="panel decision-part" aria-labelledby="decision-rules">
      <h2 id="decision-rules">{t('decisions.rules')}</h2>
      <p className="section-none">{t('decisions.policy', { policy: table.hitPolicy })}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
      <section className="table-scroll" tabIndex={0} aria-label={t('decisions.rules')}>
        <table className="data-table keep-table rule-table">
          <thead>
            <tr>
              <th scope="col">{t('decisions.row')}</th>
              {table.columns.map((column) => (
                <th key={`${column.label} ${column.text}`} scope="col">
                  <Words>{column.label || column.text}</Words>
                </th>
              ))}
              {table.outputs.map((output) => (
                <th key={output} scope="col" className="rule-output">
                  <Words>{output}</Words>
                </th>
              ))}
              {notes && <th scope="col">{t('decisions.notes')}</th>}
            </tr>
          </thead>
          <tbody>
            {table.rules.map((rule) => (
              <tr key={rule.row} data-fired={fired.has(rule.row) || undefined}>
                <th scope="row">
                  {rule.row}
                  {fired.has(rule.row) && <strong className="fired-word">{t('decisions.fired')}</strong>}
                </th>
                {rule.tests.map((test, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its column
                  <td key={i}>
                    <Words>{test === '-' || test === '' ? '—' : test}</Words>
                  </td>
                ))}
                {rule.results.map((one, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its column
                  <td key={i} className="rule-output">
                    <Words>{one}</Words>
                  </td>
                ))}
                {notes && (
                  <td>
                    <Words>{rule.annotations.filter(Boolean).join('；')}</Words>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}

type Typed = Readonly<Record<string, string | boolean>>

/** A form for the inputs of a table, and what the table answers; of the version in force, or of the draft. */
export function Trial(props: {
  table: DecisionTableView
  draft?: boolean
  result: DecisionTrialResult | null
  onResult: (r: DecisionTrialResult | null) => void
}) {
  const { table, result } = props
  const { t, locale } = useMessages()
  const toast = useToast()
  const id = useId()
  const trial = useTryTable(table.summary.id, props.draft)
  const [typed, setTyped] = useState<Typed>({})
  const answer = useRef<HTMLDivElement>(null)
  const set = (name: string, value: string | boolean) => {
    setTyped((was) => ({ ...was, [name]: value }))
    // The answer was about other values.
    props.onResult(null)
  }
  const run = async () => {
    const inputs = Object.fromEntries(
      table.inputs.flatMap(({ name, type }): [string, unknown][] => {
        const value = typed[name]
        if (value === undefined || value === '') return []
        return [[name, type === 'number' && typeof value === 'string' ? Number(value.normalize('NFKC').replace(/,/g, '')) : value]]
      }),
    )
    try {
      props.onResult(await trial.mutateAsync(inputs))
      answer.current?.focus()
    } catch (error) {
      toast.failed(error)
    }
  }
  return (
    <section className="panel decision-part" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t(props.draft ? 'draft.try' : 'decisions.try')}</h2>
      <form
        className="trial"
        onSubmit={(event) => {
          event.preventDefault()
          void run()
        }}
      >
        <div className="trial-inputs">
          {table.inputs.map(({ name, type }, i) => (
            <div key={name}>
              <div id={`${id}-${i}-label`} className="form-label">
                <Words>{name}</Words>
              </div>
              {type === 'boolean' ? (
                <Radio.Group
                  aria-labelledby={`${id}-${i}-label`}
                  value={typed[name]}
                  onChange={(event) => set(name, event.target.value as boolean)}
                  options={[
                    { value: true, label: t('value.yes') },
                    { value: false, label: t('value.no') },
                  ]}
                />
              ) : wordsOf(table, name).length > 0 ? (
                <AutoComplete
                  aria-labelledby={`${id}-${i}-label`}
                  value={(typed[name] as string | undefined) ?? ''}
                  options={wordsOf(table, name).map((value) => ({ value }))}
                  onChange={(value: string) => set(name, value ?? '')}
                  style={{ width: '100%', maxWidth: 320 }}
                />
              ) : (
                <Input
                  aria-labelledby={`${id}-${i}-label`}
                  type={type === 'date' ? 'date' : 'text'}
                  inputMode={type === 'number' ? 'decimal' : 'text'}
                  value={(typed[name] as string | undefined) ?? ''}
                  onChange={(event) => set(name, event.target.value)}
                  style={{ maxWidth: 320 }}
                />
              )}
            </div>
          ))}
        </div>
        <Button type="primary" htmlType="submit" loading={trial.isPending}>
          {t('decisions.run')}
        </Button>
      </form>
      <div ref={answer} tabIndex={-1} role="status" className="trial-answer" data-quiet-focus>
        {result && (
          <>
            <p className="trial-value">
              {t('decisions.result')}
              <strong>
                <Words>{shown(result.value)}</Words>
              </strong>
            </p>
            {result.fired.length === 0 && <p>{t('decisions.noneFired')}</p>}
            {result.fired.map((fired) => (
              <p key={fired.row}>
                {t('decisions.firedRow', { row: fired.row })}
                <Words>{fired.annotations.filter(Boolean).join('；')}</Words>
              </p>
            ))}
            {result.fired.length > 0 && (
              <>
                <p className="muted">{t('decisions.because')}</p>
                <ul className="trial-inputs-used">
                  {result.inputs.map((input) => (
                    <li key={input.label}>
                      <Words>{input.label}</Words>：<Words>{shown(input.value)}</Words>
                    </li>
                  ))}
                </ul>
              </>
            )}
            {result.problems.map((problem) => (
              <Alert key={problem.zh} type="warning" showIcon title={say(problem, locale)} />
            ))}
          </>
        )}
      </div>
    </section>
  )

  function shown(value: unknown): string {
    if (value === null || value === undefined) return '—'
    if (typeof value === 'boolean') return t(value ? 'value.yes' : 'value.no')
    if (Array.isArray(value)) return value.map(shown).join('；')
    if (typeof value === 'object')
      return Object.entries(value)
        .map(([name, one]) => `${name}：${shown(one)}`)
        .join('；')
    return String(value)
  }
}

/** The words that the rows name for an input, to choose from. */
function wordsOf(table: DecisionTableView, name: string): string[] {
  const at = table.columns.findIndex((column) => column.text.trim() === name)
  if (at < 0) return []
  return [...new Set(table.rules.flatMap((rule) => [...(rule.tests[at] ?? '').matchAll(/"([^"]*)"/g)].map((m) => m[1]!)))]
}
