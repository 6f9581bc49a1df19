import type { CHOICE_ENDPOINTS } from '../contract/choices.ts'
import type { DRAW_ENDPOINTS } from '../contract/draws.ts'
import type { REGISTER_ENDPOINTS } from '../contract/registers.ts'
import type { Handlers } from '../http/endpoint.ts'
import type { Services } from '../services.ts'
import { choiceHandlers } from './choices.ts'
import { drawEntropyHandlers } from './draw-entropy.ts'
import { drawPageHandlers } from './draw-pages.ts'
import { drawPublishHandlers } from './draw-publish.ts'
import { drawStepHandlers } from './draw-steps.ts'
import { entryHandlers } from './entries.ts'
import { evaluationHandlers } from './evaluations.ts'
import { rosterFileHandlers } from './roster-files.ts'

type Names = keyof typeof REGISTER_ENDPOINTS | keyof typeof DRAW_ENDPOINTS | keyof typeof CHOICE_ENDPOINTS

/** Registers, draws from them, and the other ways of choosing. */
export function registerHandlers(services: Services): Pick<Handlers, Names> {
  return {
    ...entryHandlers(services),
    ...rosterFileHandlers(services),
    ...evaluationHandlers(services),
    ...drawPublishHandlers(services),
    ...drawEntropyHandlers(services),
    ...drawStepHandlers(services),
    ...drawPageHandlers(services),
    ...choiceHandlers(services),
  }
}
