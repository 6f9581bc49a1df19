import type { ReplyOf } from '@yingshang/server/contract'
import { Button } from 'antd'
import { instant } from '../../components/format.ts'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'

type Mail = ReplyOf<'listCodeWishes'>['mails'][number]
/** What is under way is not sent a second time; whoever signed in needs none. */
const settled = ({ state, signedIn }: Mail) => !signedIn && state !== 'waiting' && state !== 'sending'

/** Codes that went by mail: what became of each, and sending a new one. */
export function CodeMails({ mails, busy, again }: { mails: readonly Mail[]; busy: boolean; again: (login: string) => void }) {
  const { t } = useMessages()
  if (mails.length === 0) return null
  return (
    <table className="data-table keep-table" data-testid="code-mails">
      <caption>{t('meetings.codes.mails')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('meetings.codes.who')}</th>
          <th scope="col">{t('meetings.codes.mailState')}</th>
          <th scope="col">{t('meetings.codes.again')}</th>
        </tr>
      </thead>
      <tbody>
        {mails.map((one) => (
          <tr key={one.login} data-login={one.login}>
            <th scope="row">
              <Words>{one.name}</Words> <span className="muted">{one.login}</span>
            </th>
            <td>
              {t(one.signedIn ? 'meetings.codes.cameIn' : `meetings.codes.state.${one.state}`)}{' '}
              <span className="muted mono">{instant(one.at)}</span>
              {one.error && <p className="muted meeting-text">{one.error}</p>}
            </td>
            <td>
              {settled(one) && (
                <Button size="small" disabled={busy} onClick={() => again(one.login)}>
                  {t('meetings.codes.sendAgain', { name: one.name })}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
