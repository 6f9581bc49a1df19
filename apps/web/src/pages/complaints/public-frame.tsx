import type { ReactNode } from 'react'
import { Page } from '../../components/page.tsx'
import { useMessages } from '../../messages/index.tsx'
import { OpenFrame } from '../../session/open-frame.tsx'

/** A page for people without an account: bring something, follow it. */
export function PublicFrame({ title, lede, children }: { title: string; lede: ReactNode; children: ReactNode }) {
  const { t } = useMessages()
  return (
    <OpenFrame
      home="/complain"
      links={[
        { href: '/complain', label: t('complaints.public.bring') },
        { href: '/follow', label: t('complaints.public.follow') },
      ]}
    >
      <Page title={title} lede={lede}>
        <div className="complaint-public">{children}</div>
      </Page>
    </OpenFrame>
  )
}
