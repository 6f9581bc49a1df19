import { COMPLAINT } from './procedures/complaint.ts'

/** What the choices of a complaint are called: kinds, channels, ratings, root causes, as the procedure has them. */

const optionsOf = (field: string) => COMPLAINT.fields.find((f) => f.id === field)?.options ?? []

/** The words for a choice; a value that the procedure does not know is its own name. */
export function complaintOption(field: string, value: string): { readonly zh: string; readonly en: string } {
  const label = optionsOf(field).find((o) => o.value === value)?.label
  return label ? { zh: label.zh, en: label.en } : { zh: value, en: value }
}

/** All choices of a field, by their Chinese names. */
export const complaintChoices = (field: string): readonly string[] => optionsOf(field).map((o) => o.label.zh)

/** The value that a Chinese name stands for; undefined for a name that is none of the choices. */
export const complaintValue = (field: string, title: unknown): string | undefined =>
  optionsOf(field).find((o) => o.label.zh === title)?.value
