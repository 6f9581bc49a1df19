import { Form, Input } from 'antd'
import { useMessages } from '../../messages/index.tsx'
import { FormDialog } from '../organisation/form-dialog.tsx'
import { useVoterStep, type Voter } from './queries.ts'

/** The account that votes, and the number that is asked for at sign-in. */
export function AccountDialog({ meeting, voter, onClose }: { meeting: string; voter: Voter; onClose: () => void }) {
  const { t } = useMessages()
  const step = useVoterStep(meeting)
  return (
    <FormDialog<{ login: string; identity: string }>
      title={t('meetings.voters.accountOf', { name: voter.name })}
      initial={{ login: voter.login ?? '', identity: '' }}
      onClose={onClose}
      onSave={({ login, identity }) =>
        step.mutateAsync({
          voter: voter.id,
          account: {
            login: login.trim() === '' ? null : login.trim(),
            ...(identity.trim() === '' ? {} : { identity: identity.trim() }),
          },
        })
      }
    >
      <Form.Item name="login" label={t('meetings.voters.login')}>
        <Input maxLength={64} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="identity"
        label={t('meetings.voters.identity')}
        extra={t(voter.identityKnown ? 'meetings.voters.identityKnown' : 'meetings.voters.identityHelp')}
        rules={[{ pattern: /^\s*([0-9A-Za-z]{6,18})?\s*$/, message: t('meetings.voters.identityForm') }]}
      >
        <Input maxLength={18} autoComplete="off" />
      </Form.Item>
    </FormDialog>
  )
}
