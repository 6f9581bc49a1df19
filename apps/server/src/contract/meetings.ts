import { MEETING_AFTERWARDS_ENDPOINTS } from './meetings-afterwards.ts'
import { MEETING_ATTENDING_ENDPOINTS } from './meetings-attending.ts'
import { MEETING_PREPARING_ENDPOINTS } from './meetings-preparing.ts'
import { VOTER_FORM_ENDPOINTS } from './voter-forms.ts'

export * from './meetings-codes.ts'
export * from './meetings-objections.ts'
export * from './meetings-session.ts'
export * from './meetings-shapes.ts'

/** Addresses of creditors' meetings; part of the one table of endpoints. */
export const MEETING_ENDPOINTS = {
  ...MEETING_PREPARING_ENDPOINTS,
  ...MEETING_ATTENDING_ENDPOINTS,
  ...MEETING_AFTERWARDS_ENDPOINTS,
  ...VOTER_FORM_ENDPOINTS,
} as const
