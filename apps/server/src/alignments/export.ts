import { type AlignedPlans, driftTable, pairTable, unmatchedTable } from '@yingshang/plan'
import type { DriftKind } from '../contract/alignments.ts'
import { chinaDay } from '../exports/ledger-file.ts'
import type { FileAnswer } from '../http/endpoint.ts'
import type { Engine } from '../plans/engine.ts'
import type { LoadedAlignment } from './compare.ts'

const KINDS: Readonly<Record<DriftKind, string>> = { same: '一致', stricter: '加码', weaker: '弱化', dropped: '缺失', added: '新增' }

/** A comparison as a file: all of it, one kind of drift, or what one side has without a partner. Rejected pairs are not in it. */
export function exportAlignment(
  engine: Engine,
  loaded: LoadedAlignment,
  kind: DriftKind | 'unmatchedLower' | 'unmatchedUpper' | undefined,
  to: 'xlsx' | 'docx',
  now: Date,
): Promise<FileAnswer> {
  const { lower, upper, comparison } = loaded
  const aligned: AlignedPlans = { lower: lower.plan, upper: upper.plan, alignment: comparison.decided, drift: comparison.drift }
  const tables =
    kind === 'unmatchedLower'
      ? [unmatchedTable(aligned, 'lower')]
      : kind === 'unmatchedUpper'
        ? [unmatchedTable(aligned, 'upper')]
        : kind === undefined
          ? [pairTable(aligned), driftTable(aligned), unmatchedTable(aligned, 'upper'), unmatchedTable(aligned, 'lower')]
          : [pairTable(aligned, { kinds: [kind] }), driftTable(aligned, { kinds: [kind] })]
  const part =
    kind === undefined ? '全部' : kind === 'unmatchedLower' ? '下级自有任务' : kind === 'unmatchedUpper' ? '上级任务未落实' : KINDS[kind]
  return engine.write(
    {
      title: `${lower.summary.title}对照${upper.summary.title}`,
      remarks: [
        `下级（或本年）：${lower.summary.title}；上级（或上年）：${upper.summary.title}。`,
        `内容：${part}；${tables.map((table) => `${table.zh} ${table.rows.length} 项`).join('，')}。`,
        `导出日期：${chinaDay(now)}。`,
      ],
      tables,
    },
    to,
    now,
  )
}
