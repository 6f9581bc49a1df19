import { Button } from 'antd'
import { day, instant } from '../../components/format.ts'
import { useToast } from '../../components/toast.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useAccount, useLink, useUnlink } from './queries.ts'

/** The account of the identity provider that belongs to this one: to link and to unlink. */
export function Identity() {
  const { t, locale } = useMessages()
  const toast = useToast()
  const account = useAccount()
  const link = useLink()
  const unlink = useUnlink()
  const provider = account.data?.oidc ?? null
  const identities = account.data?.identities ?? []
  if (provider === null && identities.length === 0) return null
  const name = provider?.name ?? ''
  return (
    <section className="panel account" aria-labelledby="account-identity">
      <h2 id="account-identity">{t('account.identity.title', { name })}</h2>
      {new URLSearchParams(location.search).has('linked') && identities.length > 0 && <p role="status">{t('account.identity.linked')}</p>}
      {identities.length === 0 && <p className="muted">{t('account.identity.none', { name })}</p>}
      {identities.map((one) => (
        <p key={one.issuer} className="identity-line">
          {t('account.identity.since', { label: one.label, day: day(instant(one.linkedAt).slice(0, 10), locale) })}{' '}
          <Button size="small" onClick={() => void unlink.mutateAsync(one.issuer).catch(toast.failed)}>
            {t('account.identity.unlink')}
          </Button>
        </p>
      ))}
      {provider && identities.length === 0 && (
        <Button loading={link.isPending} onClick={() => void link.mutateAsync().then(({ url }) => location.assign(url), toast.failed)}>
          {t('account.identity.link')}
        </Button>
      )}
    </section>
  )
}
