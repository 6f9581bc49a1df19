import { amountWords } from '@yingshang/plan'
import type { Text } from '@yingshang/time'
import type { EntryState } from './model.ts'

/** What a fact changed, before and after, in words: derived from the states around it, never stored. */

export interface FieldBeforeAfter {
  /** e.g. `phase`, `milestone:m1`, `step:<id>.dueOn`. */
  readonly field: string
  readonly label: Text
  /** Words or dates as stored; ids of bodies and users as they are, for the shell to name. Null where there was nothing. */
  readonly before: string | null
  readonly after: string | null
  /** What the values are when they are ids. */
  readonly of?: 'body' | 'user'
}

type Flat = ReadonlyMap<string, { readonly value: string | null; readonly label: Text; readonly of?: 'body' | 'user' }>

/** The differences of two states, in a steady order. `before` null: the entry is new. */
export function changesOf(before: EntryState | null, after: EntryState): readonly FieldBeforeAfter[] {
  const [a, b] = [before === null ? new Map() : flat(before), flat(after)] as readonly [Flat, Flat]
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((field): FieldBeforeAfter[] => {
    const [was, is] = [a.get(field), b.get(field)]
    if ((was?.value ?? null) === (is?.value ?? null)) return []
    const about = (is ?? was)!
    return [
      {
        field,
        label: about.label,
        before: was?.value ?? null,
        after: is?.value ?? null,
        ...(about.of === undefined ? {} : { of: about.of }),
      },
    ]
  })
}

const PHASES = { open: '办理中', submitted: '待审核', closed: '已销号', withdrawn: '已退出' } as const

function flat(s: EntryState): Flat {
  const out = new Map<string, { value: string | null; label: Text; of?: 'body' | 'user' }>()
  const put = (field: string, zh: string, en: string, value: string | null, of?: 'body' | 'user') =>
    out.set(field, { value, label: { zh, en }, ...(of ? { of } : {}) })
  put('phase', '办理状态', 'Phase', PHASES[s.phase])
  put('number', '序号', 'Number', s.content.number || null)
  put('title', '任务', 'Title', s.content.title)
  put('text', '内容', 'Text', s.content.text)
  put('domain', '领域', 'Domain', s.content.domain || null)
  put('startsOn', '计划启动', 'Planned start', s.content.startsOn)
  put('dueOn', '完成时限', 'Due', s.content.dueOn)
  put('weight', '权重', 'Weight', String(s.content.weight))
  put('lead', '牵头单位', 'Lead', s.assignment.lead, 'body')
  for (const body of s.assignment.responsible) put(`responsible:${body}`, '责任单位', 'Responsible', body, 'body')
  put('owner', '责任人', 'Owner', s.owner, 'user')
  put('deferredUntil', '缓办至', 'Deferred until', s.deferredUntil)
  for (const m of s.milestones) {
    put(`milestone:${m.id}`, '时间节点', 'Milestone', `${m.due ?? '未定日期'} ${m.text}`)
    put(`milestone:${m.id}.doneOn`, '节点完成', 'Milestone done', m.doneOn)
  }
  for (const t of s.targets) {
    put(`target:${t.id}`, '目标值', 'Target', `${t.subject} ${amountWords(t)}`.trim())
    put(`target:${t.id}.indicator`, '读数来自', 'Read by', t.indicator === undefined ? null : '指标')
    put(`target:${t.id}.reading`, '目标读数', 'Reading', t.reading === null ? null : `${t.reading.value}${t.unit}（${t.reading.asOf}）`)
  }
  for (const step of s.steps) {
    put(`step:${step.id}`, '措施', 'Step', step.title)
    put(`step:${step.id}.department`, '责任科室', 'Department', step.department)
    put(`step:${step.id}.leader`, '分管领导', 'Leader', step.leader)
    put(`step:${step.id}.owner`, '措施责任人', 'Owner of the step', step.owner, 'user')
    put(`step:${step.id}.startsOn`, '措施开始', 'Step starts', step.startsOn)
    put(`step:${step.id}.dueOn`, '措施节点', 'Step due', step.dueOn)
    put(`step:${step.id}.outcome`, '预期成果', 'Outcome', step.outcome)
    put(`step:${step.id}.doneOn`, '措施完成', 'Step done', step.doneOn)
  }
  for (const e of s.evidence) put(`evidence:${e.attachment}`, '佐证材料', 'Evidence', e.name)
  for (const h of s.heard) {
    put(`heard:${h.body}.progress`, '报送进度', 'Reported progress', h.progress === null ? null : `${h.progress}%`)
    put(`heard:${h.body}.blocked`, '存在困难', 'Obstacle', h.blocked)
  }
  return out
}
