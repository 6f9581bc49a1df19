import { officeRoles } from '@yingshang/campaign'
import type { WorkbookRow } from '@yingshang/document'
import type { Field, State } from '@yingshang/procedure'
import { dateInChina } from '@yingshang/time'
import type { Caller } from '../accounts/sessions.ts'
import type { InTenant } from '../database/store.ts'
import { refuse } from '../http/problem.ts'
import { seesWhole } from '../matters/access.ts'
import { chosenMatters, type MatterFilter } from '../matters/listing.ts'
import { isOffice, rolesOn } from '../matters/roles.ts'
import type { Law } from '../matters/setting.ts'
import { summaryOf } from '../matters/view.ts'
import { cellOf } from './matter-cells.ts'
import { KEYS, type MatterForm } from './matter-form.ts'

/** Matters as rows of their form. */

const MOST = 10_000

/** Fields of the form that a person sees of a matter by their roles on it: facts only, for others than the office what is public. */
export function shownFields({ definition, fields }: MatterForm, caller: Caller, roles: readonly string[]): readonly Field[] {
  const whole = seesWhole(caller, roles, definition.id)
  return fields.filter((f) => f.keep !== false && (whole || f.sensitivity === 'public'))
}

/** By which roles a person sees a matter; the office has the same on all of them, and is not asked for each. */
export const rolesSeen = async (
  tx: InTenant,
  { definition }: MatterForm,
  caller: Caller,
  id: string,
  today: string,
): Promise<readonly string[]> =>
  isOffice(caller) ? officeRoles(definition.id) : (await rolesOn(tx, caller.tenant.id, id, caller.user.id, today)).roles

/** The matters of a form's procedure that meet a filter, oldest first. Refuses more than a workbook should hold. */
export async function matterRows(
  tx: InTenant,
  law: Law,
  form: MatterForm,
  caller: Caller,
  today: string,
  filter: MatterFilter,
): Promise<WorkbookRow[]> {
  const found = await chosenMatters(tx, caller, today, { ...filter, procedure: form.definition.id })
    .select(['id', 'state', 'title', 'title_en', 'number', 'next_due', 'opened_at', 'updated_at'])
    .orderBy('id')
    .limit(MOST + 1)
    .execute()
  if (found.length > MOST)
    throw refuse('form.too-many', { zh: `超过 ${MOST} 件，请先筛选再导出`, en: `More than ${MOST} matters; filter before exporting` })
  const rows: WorkbookRow[] = []
  for (const one of found) {
    const roles = await rolesSeen(tx, form, caller, one.id, today)
    const state = one.state as unknown as State
    const { stages, flags } = summaryOf(
      law,
      {
        id: one.id,
        state,
        title: one.title,
        titleEn: one.title_en,
        number: one.number,
        openedAt: one.opened_at,
        updatedAt: one.updated_at,
      },
      { openTasks: 0, myRoles: [], following: false, nextDue: one.next_due },
    )
    const fact = (key: string) => state.facts[key]?.value
    rows.push({
      [KEYS.id]: one.id,
      [KEYS.version]: state.seq,
      ...Object.fromEntries(
        shownFields(form, caller, roles).map((field) => [field.id, cellOf(field, field.names ? fact(field.names.into) : fact(field.id))]),
      ),
      [KEYS.stage]: stages.map((s) => (stages.length > 1 ? `${s.trackTitle.zh}：${s.title.zh}` : s.title.zh)).join('；'),
      [KEYS.flags]: flags.map((f) => f.title.zh).join('、'),
      [KEYS.due]: one.next_due,
      [KEYS.opened]: dateInChina(one.opened_at.toISOString()),
      [KEYS.updated]: dateInChina(one.updated_at.toISOString()),
    })
  }
  return rows
}
