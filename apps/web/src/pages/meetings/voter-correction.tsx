import { Button, Checkbox, Form, Input, Select } from 'antd'
import { useMessages } from '../../messages/index.tsx'
import { fenOf, yuan } from '../forms/money.ts'
import { FormDialog } from '../organisation/form-dialog.tsx'
import { useVoterStep, type Voter } from './queries.ts'

type Claim = Voter['claims'][number]
const CLASSES: readonly Claim['class'][] = ['secured', 'employee', 'socialInsurance', 'tax', 'ordinary', 'small', 'subordinate', 'investor']

interface Row {
  id: string
  class: Claim['class']
  amount: string
  provisional: boolean
  keepsPriority: boolean
  unaffected: boolean
}

interface Fields {
  name: string
  claims: Row[]
  joint: string
  reason: string
}

const rowOf = (claim: Claim): Row => ({
  id: claim.id,
  class: claim.class,
  amount: yuan(claim.amount),
  provisional: claim.provisional ?? false,
  keepsPriority: claim.keepsPriority ?? false,
  unaffected: claim.unaffected ?? false,
})

const claimOf = ({ id, amount, provisional, keepsPriority, unaffected, ...rest }: Row): Claim => ({
  ...rest,
  id: id.trim(),
  amount: fenOf(amount) ?? 0,
  ...(provisional ? { provisional } : {}),
  ...(keepsPriority ? { keepsPriority } : {}),
  ...(unaffected ? { unaffected } : {}),
})

/** 更正表决权: name, claims and joint holders by a decision with its reason, which goes into the journal. */
export function CorrectionDialog({ meeting, voter, onClose }: { meeting: string; voter: Voter; onClose: () => void }) {
  const { t } = useMessages()
  const step = useVoterStep(meeting)
  const required = [{ required: true, whitespace: true, message: t('meetings.needed') }]
  const save = ({ name, claims, joint, reason }: Fields) =>
    step.mutateAsync({
      voter: voter.id,
      correction: {
        revision: voter.revision,
        reason: reason.trim(),
        name: name.trim(),
        claims: claims.map(claimOf),
        joint: joint
          .split(/[\s,，、]+/)
          .map((one) => one.trim())
          .filter(Boolean),
      },
    })
  return (
    <FormDialog<Fields>
      title={t('meetings.voters.correctOf', { name: voter.name })}
      initial={{ name: voter.name, claims: voter.claims.map(rowOf), joint: voter.joint.map((one) => one.login).join('、'), reason: '' }}
      onClose={onClose}
      onSave={save}
    >
      <Form.Item name="name" label={t('meetings.voters.name')} rules={required}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.List name="claims">
        {(fields, { add, remove }) => (
          <>
            {fields.map((field) => (
              <fieldset key={field.key} className="agenda-item">
                <legend>{t('meetings.voters.claimNth', { n: field.name + 1 })}</legend>
                <Form.Item name={[field.name, 'id']} label={t('meetings.voters.claimId')} rules={required}>
                  <Input maxLength={100} />
                </Form.Item>
                <Form.Item name={[field.name, 'class']} label={t('meetings.voters.class')}>
                  <Select options={CLASSES.map((one) => ({ value: one, label: t(`meetings.class.${one}`) }))} />
                </Form.Item>
                <Form.Item
                  name={[field.name, 'amount']}
                  label={t('meetings.voters.amount')}
                  rules={[
                    {
                      validator: (_, value: string) =>
                        (fenOf(value) ?? -1) >= 0 ? Promise.resolve() : Promise.reject(new Error(t('meetings.voters.amountForm'))),
                    },
                  ]}
                >
                  <Input inputMode="decimal" />
                </Form.Item>
                {(['provisional', 'keepsPriority', 'unaffected'] as const).map((flag) => (
                  <Form.Item key={flag} name={[field.name, flag]} valuePropName="checked" noStyle>
                    <Checkbox>{t(`meetings.voters.${flag}`)}</Checkbox>
                  </Form.Item>
                ))}
                <Button size="small" onClick={() => remove(field.name)}>
                  {t('meetings.voters.claimRemove', { n: field.name + 1 })}
                </Button>
              </fieldset>
            ))}
            <Button
              onClick={() =>
                add({
                  id: `${voter.claims[0]?.id ?? voter.id}-rest`,
                  class: 'ordinary',
                  amount: '0.00',
                  provisional: false,
                  keepsPriority: false,
                  unaffected: false,
                })
              }
            >
              {t('meetings.voters.claimAdd')}
            </Button>
          </>
        )}
      </Form.List>
      <Form.Item name="joint" label={t('meetings.voters.jointLogins')} extra={t('meetings.voters.jointHelp')}>
        <Input />
      </Form.Item>
      <Form.Item name="reason" label={t('meetings.voters.reason')} extra={t('meetings.voters.reasonHelp')} rules={required}>
        <Input.TextArea maxLength={200} autoSize={{ minRows: 2, maxRows: 4 }} />
      </Form.Item>
    </FormDialog>
  )
}
