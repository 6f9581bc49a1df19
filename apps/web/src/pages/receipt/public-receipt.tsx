import { OpenFrame } from '../../session/open-frame.tsx'
import { ReceiptPage } from './receipt-page.tsx'

/** The page for people without an account: the same check in a frame without navigation. */
export function PublicReceipt() {
  return (
    <OpenFrame>
      <ReceiptPage />
    </OpenFrame>
  )
}
