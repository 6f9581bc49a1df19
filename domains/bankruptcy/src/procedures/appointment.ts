/**
 * How an administrator came to be named, in the petition and in the case: the manner, the entry of the register, the record of the draw.
 * 企业破产法 第十三条、第二十二条; 指定管理人规定 第十五条至第二十二条 (FACTS A1-10, A6-4 to A6-8). Everything here is optional: a court without a register writes the name alone.
 */
import { conditions as c, type Field, type Operand } from '@yingshang/procedure'
import { choice, field, text } from './wording.ts'

export const APPOINTMENT_METHODS = [
  ['random', '随机方式（轮候、抽签、摇号）', 'at random: rota, lots or draw'],
  ['competitive', '竞争方式', 'by competition'],
  ['recommended', '金融监督管理机构推荐', 'recommended by the financial regulator'],
  ['byHand', '人民法院指定（含清算组、辞职或者更换后指定）', 'named by the court, a liquidation group included'],
] as const

export const APPOINTMENT_FIELDS: readonly Field[] = [
  choice('appointmentMethod', text('指定方式', 'manner of appointment'), APPOINTMENT_METHODS, {
    required: false,
    keep: false,
    sensitivity: 'public',
  }),
  field('registerEntry', 'text', '管理人名册条目编号', 'entry of the register of administrators', {
    required: false,
    keep: false,
    sensitivity: 'public',
    maxLength: 100,
    help: text('名册中该机构或者个人的编号', 'the id of the firm or person in the register'),
  }),
  field('drawId', 'text', '摇号记录编号', 'record of the draw', {
    required: false,
    keep: false,
    sensitivity: 'public',
    maxLength: 100,
    when: c.equals(c.field('appointmentMethod'), 'random'),
    help: text('可凭编号查验摇号过程和结果', 'with it anybody can check the draw'),
  }),
  field('competitors', 'integer', '参与竞争的机构数', 'firms that competed', {
    required: false,
    keep: false,
    sensitivity: 'public',
    min: 3,
    when: c.equals(c.field('appointmentMethod'), 'competitive'),
    help: text('参与竞争的不得少于三家（指定管理人规定第二十一条）', 'not fewer than three'),
  }),
  field('recommendedBy', 'text', '推荐机构', 'recommended by', {
    required: false,
    keep: false,
    sensitivity: 'public',
    when: c.equals(c.field('appointmentMethod'), 'recommended'),
  }),
]

/** Ids of the fields, for the forms of the actions that name an administrator. */
export const APPOINTMENT_FORM: readonly string[] = APPOINTMENT_FIELDS.map((f) => f.id)

/** What the row of an appointment holds of them. */
export const APPOINTMENT_ROW: { readonly [property: string]: Operand } = {
  method: c.field('appointmentMethod'),
  registerEntry: c.field('registerEntry'),
  draw: c.field('drawId'),
}

/** The same as properties of the register of appointments. */
export const APPOINTMENT_PROPERTIES = [
  { id: 'method', title: text('指定方式', 'manner') },
  { id: 'registerEntry', title: text('名册条目', 'entry of the register') },
  { id: 'draw', title: text('摇号记录', 'draw') },
] as const
