import type {
  Activity,
  ApiKey,
  AuditEntry,
  CreatedApiKey,
  Invitation,
  Member,
  Session,
  SignedIn,
  User,
  Workspace,
} from './api-types.ts'

/** A person with an account on a server. @internal */
export type ServerUser = User

/** The tokens of a session of a person. @internal */
export type ServerSignIn = SignedIn

/** An open session of a person. @internal */
export type ServerSession = Session

/** A key with which a program has rights of a person; without the key itself. @internal */
export type ServerApiKey = ApiKey

/** An API key with its secret, which the server returns once. @internal */
export type CreatedServerApiKey = CreatedApiKey

/** A workspace that a person is a member of. @internal */
export type ServerWorkspace = Workspace

/** A member of a workspace. @internal */
export type ServerMember = Member

/** An invitation to a workspace. @internal */
export type ServerInvitation = Invitation

/** A change in a workspace, as all members see it. @internal */
export type ServerActivity = Activity

/** An entry of the audit log of a workspace. @internal */
export type ServerAuditEntry = AuditEntry
