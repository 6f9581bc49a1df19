/**
 * Decision tables of the domain, by name. The files are DMN and stand in `tables/`; the shell reads them. A court may publish its own version beside them.
 */
import type { Source } from '@yingshang/time'

export interface DomainTable {
  readonly id: string
  readonly version: string
  readonly effectiveFrom: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly file: URL
  readonly sources: readonly Source[]
  /** False while the source could not be checked: the table is a dated setting of the court and not the law's own words. */
  readonly verified: boolean
}

export const TABLES: readonly DomainTable[] = [
  {
    id: 'simple-case',
    version: '2022-1',
    effectiveFrom: '2022-01-01',
    title: { zh: '破产案件繁简分流', en: 'Which bankruptcy cases take the fast track' },
    file: new URL('../tables/simple-case.dmn', import.meta.url),
    sources: [{ rule: 'A7-1', provision: '法发〔2020〕14号 第14条', verified: false }],
    verified: false,
  },
  {
    id: 'cram-down',
    version: '2006-1',
    effectiveFrom: '2007-06-01',
    title: { zh: '重整计划强制批准审查', en: 'Conditions for approving a plan that a class refused' },
    file: new URL('../tables/cram-down.dmn', import.meta.url),
    sources: [{ rule: 'A4-7', provision: '企业破产法 第八十七条第二款' }],
    verified: true,
  },
]
