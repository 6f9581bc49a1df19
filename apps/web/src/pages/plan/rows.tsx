import { Button } from 'antd'
import { type ReactNode, useRef, useState } from 'react'
import { useMessages } from '../../messages/index.tsx'
import type { Draft } from './editor.tsx'

/** Lists that are edited row by row. */

export type Entered<T> = { -readonly [K in keyof T]: T[K] } & { row: number }
export type OnDraft = (draft: Draft) => void

/** Rows that can be added and taken away; every change gives the whole list. */
export function useRows<T extends object>(initial: readonly T[], blank: T, finish: (rows: Entered<T>[]) => Draft, onDraft: OnDraft) {
  const next = useRef(initial.length)
  const [rows, setRows] = useState<Entered<T>[]>(initial.map((value, row) => ({ ...value, row })))
  const set = (changed: Entered<T>[]) => {
    setRows(changed)
    onDraft(finish(changed))
  }
  return {
    rows,
    change: (row: number, part: Partial<T>) => set(rows.map((r) => (r.row === row ? { ...r, ...part } : r))),
    remove: (row: number) => set(rows.filter((r) => r.row !== row)),
    add: () => set([...rows, { ...blank, row: next.current++ }]),
  }
}

export function Rows(props: { children: ReactNode; onAdd: () => void; addLabel: string }) {
  return (
    <div className="editor-rows">
      {props.children}
      <Button type="dashed" size="small" onClick={props.onAdd}>
        ＋ {props.addLabel}
      </Button>
    </div>
  )
}

export function Remove({ onRemove, n }: { onRemove: () => void; n: number }) {
  const { t } = useMessages()
  return (
    <Button size="small" type="text" danger onClick={onRemove} aria-label={t('edit.removeRow', { n })}>
      ✕
    </Button>
  )
}
