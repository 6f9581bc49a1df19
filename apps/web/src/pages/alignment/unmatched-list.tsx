import { Link } from '@tanstack/react-router'
import type { MeasureContent } from '@yingshang/server/contract'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { useMessages } from '../../messages/index.tsx'

interface Props {
  readonly planId: string
  readonly ids: readonly string[]
  readonly own: ReadonlyMap<string, MeasureContent>
  /** Measures of the other plan, to pair by hand. */
  readonly others: readonly MeasureContent[]
  readonly label: string
  readonly none: string
  readonly onPair: ((own: string, other: string) => void) | null
}

/** Measures that stand alone, each with a way to name its partner. */
export function UnmatchedList({ planId, ids, own, others, label, none, onPair }: Props) {
  const { t } = useMessages()
  const [open, setOpen] = useState<string | null>(null)
  if (ids.length === 0) return <p className="panel list-none">{none}</p>
  return (
    <ul className="panel unmatched">
      {ids.map((id) => {
        const measure = own.get(id)
        if (!measure) return null
        const name = measure.title ?? measure.text.slice(0, 60)
        return (
          <li key={id}>
            <div lang="zh-CN">
              <p className="side-label">
                {measure.kind === 'governance' && <em>{t('kind.governance')}</em>}
                {measure.path.join(' › ')}
              </p>
              <h2 className="side-title">
                <Link
                  to="/plans/$planId"
                  params={{ planId }}
                  search={{ m: id, ...(measure.kind === 'governance' ? { kind: 'all' as const } : {}) }}
                >
                  {measure.number && <span className="card-number">{measure.number}</span>}
                  {name}
                </Link>
              </h2>
              <p className="side-text">{measure.text}</p>
              <p className="side-owners">{[...measure.lead, ...measure.responsible].map((u) => u.name).join('、')}</p>
            </div>
            {onPair &&
              (open === id ? (
                <div className="pair-pick">
                  <Select
                    autoFocus
                    defaultOpen
                    showSearch
                    optionFilterProp="label"
                    aria-label={label}
                    placeholder={label}
                    options={others
                      .filter((m) => m.kind === measure.kind)
                      .map((m) => ({ value: m.id, label: `${m.number} ${m.title ?? m.text.slice(0, 40)}`.trim() }))}
                    onChange={(other: string) => {
                      setOpen(null)
                      onPair(id, other)
                    }}
                  />
                  <Button size="small" onClick={() => setOpen(null)}>
                    {t('common.cancel')}
                  </Button>
                </div>
              ) : (
                <Button size="small" onClick={() => setOpen(id)} aria-label={`${label}：${name}`}>
                  {label}
                </Button>
              ))}
          </li>
        )
      })}
    </ul>
  )
}
