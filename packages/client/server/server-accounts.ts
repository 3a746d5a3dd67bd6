import type {
  Activity,
  ApiKey,
  AuditEntry,
  CreatedApiKey,
  GalleryTemplate,
  Invitation,
  Member,
  Session,
  SignedIn,
  User,
  Workspace,
} from './api-types.ts'

/** A user with an account on a server. @internal */
export type ServerUser = User

/** The tokens of a user's session. @internal */
export type ServerSignIn = SignedIn

/** An active session of a user. @internal */
export type ServerSession = Session

/** An API key, which grants a program permissions of a user. The key itself is not included. @internal */
export type ServerApiKey = ApiKey

/** An API key with its secret, which the server returns once. @internal */
export type CreatedServerApiKey = CreatedApiKey

/** A workspace that a user is a member of. @internal */
export type ServerWorkspace = Workspace

/** A member of a workspace. @internal */
export type ServerMember = Member

/** An invitation to a workspace. @internal */
export type ServerInvitation = Invitation

/** A change in a workspace, as all members see it. @internal */
export type ServerActivity = Activity

/** A public template of a server. @internal */
export type ServerGalleryTemplate = GalleryTemplate

/** An entry of the audit log of a workspace. @internal */
export type ServerAuditEntry = AuditEntry
