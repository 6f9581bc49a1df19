/** The tables of sign-in as the server's queries see them. */
export interface SignInTables {
  user_identity: {
    tenant_id: string
    issuer: string
    subject: string
    user_id: string
    label: string | null
    linked_at: Date
    last_used_at: Date | null
  }
  sign_in_flow: {
    tenant_id: string
    id: string
    browser_hash: Buffer
    state: string
    nonce: string
    verifier: string
    redirect_uri: string
    return_to: string
    user_id: string | null
    expires_at: Date
  }
  second_factor: {
    tenant_id: string
    user_id: string
    secret: Buffer
    created_at: Date
    confirmed_at: Date | null
    /** A bigint: comes as text. */
    last_step: string | null
  }
  recovery_code: { tenant_id: string; user_id: string; digest: Buffer; used_at: Date | null }
  mail_code: { tenant_id: string; user_id: string; digest: Buffer; expires_at: Date; sent_at: Date }
}
