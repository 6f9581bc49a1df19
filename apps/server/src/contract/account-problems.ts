/** Problems of the ways to sign in. */
export const ACCOUNT_PROBLEMS = {
  'session.code-required': { status: 401, zh: '请输入动态验证码', en: 'A code of the authenticator is needed' },
  'session.code-wrong': { status: 422, zh: '验证码不正确或者已过期', en: 'The code is wrong or over' },
  'session.way-closed': { status: 404, zh: '没有开通这种登录方式', en: 'This way to sign in is not open' },
  'second-factor.refused': { status: 422, zh: '不能办理动态验证码', en: 'The second factor cannot be changed like that' },
  'user.email-taken': { status: 409, zh: '电子邮箱已属于其他账号', en: 'The mail address belongs to another account' },
  'identity.not-found': { status: 404, zh: '没有关联这个账号', en: 'No such account is linked' },
} as const
