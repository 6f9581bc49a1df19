import { CheckPage } from './check-page.tsx'
import { OpenFrame } from './open-frame.tsx'

/** 查我的票 for people without an account. */
export function OpenCheck() {
  return (
    <OpenFrame>
      <CheckPage />
    </OpenFrame>
  )
}
