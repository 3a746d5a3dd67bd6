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

/** A user account on a server. @internal */
export type ServerUser = User

/** The tokens of a signed-in user. @internal */
export type ServerSignIn = SignedIn

/** An active session of a user. @internal */
export type ServerSession = Session

/** An API key, which grants a program some of a user's permissions. Does not include the key itself. @internal */
export type ServerApiKey = ApiKey

/** A new API key including its secret, which the server returns only once. @internal */
export type CreatedServerApiKey = CreatedApiKey

/** A workspace that the user belongs to. @internal */
export type ServerWorkspace = Workspace

/** A member of a workspace. @internal */
export type ServerMember = Member

/** An invitation to a workspace. @internal */
export type ServerInvitation = Invitation

/** A change in a workspace that is visible to all members. @internal */
export type ServerActivity = Activity

/** A public template on a server. @internal */
export type ServerGalleryTemplate = GalleryTemplate

/** An entry in a workspace's audit log. @internal */
export type ServerAuditEntry = AuditEntry
