import { z } from 'zod'
import { Id } from './values.ts'

/** Small shapes that the parts of the ledger's interface share. */

export const words = (max = 2000) => z.string().trim().min(1).max(max)
export const Named = z.strictObject({ id: Id, name: z.string() })
export const Words = z.strictObject({ zh: z.string(), en: z.string() })
export const BasisPoints = z.int().min(0).max(10_000)
