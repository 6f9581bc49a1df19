/** Codes of the channels. */
export const CHANNEL_PROBLEMS = {
  'channel.not-found': { status: 404, zh: '没有这个通知渠道', en: 'No such channel' },
  'channel.invalid': { status: 422, zh: '通知渠道设置有误', en: 'The channel is not set up right' },
  'channel.name-taken': { status: 409, zh: '已有同名的通知渠道', en: 'There is a channel of this name' },
  'delivery.not-open': { status: 409, zh: '这条通知无须处理', en: 'Nothing is to be decided about this copy' },
} as const
