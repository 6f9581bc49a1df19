/** How an administrator is chosen, and what each way rests on. */
import type { Source, Text } from '@yingshang/time'
import { text, unverified } from '../procedures/wording.ts'

export interface ChoosingMethod {
  readonly id: 'random' | 'competitive' | 'recommended'
  readonly label: Text
  readonly when: Text
  readonly source: Source
}

export const CHOOSING_METHODS: readonly ChoosingMethod[] = [
  {
    id: 'random',
    label: text('随机', 'random'),
    when: text('一般应当采取轮候、抽签、摇号等随机方式公开指定', 'the rule: by rota, lots or draw, in public'),
    source: { rule: 'A6-5', provision: '指定管理人规定 第二十条' },
  },
  {
    id: 'competitive',
    label: text('竞争', 'competition'),
    when: text(
      '金融机构，或者在全国范围有重大影响、法律关系复杂、债务人财产分散的案件，可以公告邀请名册中的机构参与竞争',
      'financial institutions, and cases of national weight, complex law or scattered assets',
    ),
    source: { rule: 'A6-6', provision: '指定管理人规定 第二十一条' },
  },
  {
    id: 'recommended',
    label: text('主要债权人推荐', 'recommended by main creditors'),
    when: text('主要债权人协商一致推荐，由人民法院审查后指定', 'the main creditors agree on one, whom the court examines and names'),
    source: unverified('A6-7', '主要债权人推荐管理人办法（法院自定，未核对原文）'),
  },
]
