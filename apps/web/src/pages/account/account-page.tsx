import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { PasswordForm } from '../../session/password-form.tsx'
import { useSession } from '../../session/session.ts'
import { Identity } from './identity.tsx'
import { NoticePreference } from './notice-preference.tsx'
import { SecondFactor } from './second-factor.tsx'

/** 我的账号: who I am here, a new password, other ways to sign in. */
export function AccountPage() {
  const { t } = useMessages()
  const { session } = useSession()
  const toast = useToast()
  const client = useQueryClient()
  const [round, setRound] = useState(0)
  return (
    <Page
      title={t('nav.account')}
      lede={
        <>
          <Words>{session.user.displayName}</Words> ({session.user.login}) ·{' '}
          {session.user.roles.map((role) => t(`role.${role}`)).join(' · ')} · <Words>{session.tenant.name}</Words>
        </>
      }
    >
      <section className="panel account" aria-labelledby="account-password">
        <h2 id="account-password">{t('password.title')}</h2>
        <PasswordForm
          key={round}
          login={session.user.login}
          onDone={(next) => {
            client.setQueryData(['session'], next)
            setRound(round + 1)
            toast.done(t('password.done'))
          }}
        />
      </section>
      <SecondFactor />
      <Identity />
      <NoticePreference />
    </Page>
  )
}
