import { buildPagesWhenStale } from '../../apps/server/src/http/pages.ts'

/** The pages are built once, before the first of several servers would. */
export async function setup(): Promise<void> {
  await buildPagesWhenStale((message) => console.log(message))
}
