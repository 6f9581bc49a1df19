import { days, frozen, type Period, type PlainDate, type Source, type Text, workingDays } from '@yingshang/time'

/** What makes an entry look at risk, as data: practice that an office may change, with version and day of effect. */

export type RiskRule = { readonly id: string; readonly title: Text } & (
  | {
      readonly kind: 'near-due'
      /** The window before a due day. */
      readonly within: Period
      /** At risk only while there was no progress for this long; absent: whenever inside the window. */
      readonly quietFor?: Period
    }
  /** A body reports that something stands in the way, until it reports that nothing does. */
  | { readonly kind: 'blocked' }
  /** The planned first day has passed by more than this, and nothing was done. */
  | { readonly kind: 'late-start'; readonly grace: Period }
  /** Nobody has reported or done anything for longer than this. */
  | { readonly kind: 'silent'; readonly longerThan: Period }
  /** A step of a body has run out. */
  | { readonly kind: 'step-overdue' }
  /** Progress is behind the share of the time that has passed by more than these basis points. */
  | { readonly kind: 'behind'; readonly by: number }
  /** The last reading of a target misses it, this long before the entry is due. */
  | { readonly kind: 'target-unmet'; readonly within: Period }
)

export interface RiskRules {
  readonly id: string
  readonly version: string
  readonly effectiveFrom: PlainDate
  readonly source: readonly Source[]
  readonly rules: readonly RiskRule[]
}

/** The rules that a new ledger begins with. */
export const USUAL_RISKS: RiskRules = frozen({
  id: 'usual',
  version: '1',
  effectiveFrom: '2022-01-01',
  source: [{ rule: 'G3', provision: '台账管理惯例，可由台账管理单位调整', verified: false }],
  rules: [
    {
      id: 'near-due',
      kind: 'near-due',
      title: { zh: '临近节点且近期无进展', en: 'A day is near and nothing moved lately' },
      within: workingDays(10),
      quietFor: workingDays(5),
    },
    { id: 'blocked', kind: 'blocked', title: { zh: '报送存在困难', en: 'A body reports that it is blocked' } },
    { id: 'late-start', kind: 'late-start', title: { zh: '应启动未启动', en: 'Should have begun' }, grace: workingDays(10) },
    { id: 'step-overdue', kind: 'step-overdue', title: { zh: '分解措施逾期', en: 'A step is overdue' } },
    { id: 'silent', kind: 'silent', title: { zh: '长期无进展信息', en: 'Nothing heard for long' }, longerThan: days(60) },
    { id: 'behind', kind: 'behind', title: { zh: '进度落后于时间', en: 'Progress is behind the time' }, by: 3000 },
    {
      id: 'target-unmet',
      kind: 'target-unmet',
      title: { zh: '临期目标值未达标', en: 'A target is missed near its day' },
      within: days(30),
    },
  ],
})

/** A rule as an office sets it: which kind, with its numbers. The title is the one of its kind. */
export type RiskSetting = RiskRule extends infer R ? (R extends RiskRule ? Omit<R, 'id' | 'title'> : never) : never

/** The rules of a ledger from what an office set, the next version after those that hold. Each kind once, in the usual order; a kind that is left out is off. */
export function risksFrom(
  settings: readonly RiskSetting[],
  before: RiskRules,
  effectiveFrom: PlainDate,
  source: readonly Source[],
): RiskRules {
  return {
    id: 'own',
    version: String((before.id === 'own' ? Number(before.version) : 0) + 1),
    effectiveFrom,
    source,
    rules: USUAL_RISKS.rules.flatMap(({ id, title, kind }) => {
      const setting = settings.find((s) => s.kind === kind)
      return setting === undefined ? [] : [{ ...setting, id, title } as RiskRule]
    }),
  }
}

/** What an office set, without ids and titles. */
export const settingsOf = (rules: RiskRules): readonly RiskSetting[] => rules.rules.map(({ id: _, title: __, ...setting }) => setting)
