/** UI strings for the sign-in page. */
export const createEnglishSignIn = () => ({
  signIn: {
    title: 'Sign in',
    signIn: 'Sign in',
    email: 'Email address',
    sendCode: 'Send code',
    code: 'Six-digit code',
    codeSent: (email: string): string =>
      `If ${email} has an account, a code was sent to it. The code is valid for five minutes.`,
    newAddress: 'New here? Enter your email address. A new address makes an account.',
    signUpCodeSent: (email: string): string =>
      `A code was sent to ${email}. It signs you in or, for a new address, makes an account. It is valid for five minutes.`,
    outbox:
      'This server has no mail server (SMTP_URL): the email is a file in the folder AW_DATA/outbox of the server, and its operator can read it.',
    sendNewCode: 'Send new code',
    newCodeSent: 'New code sent.',
    useAnotherEmail: 'Use another email address',
    usePassword: 'Use a password',
    useProvider: (name: string): string => `Sign in with ${name}`,
    usePasskey: 'Sign in with a passkey',
    or: 'or',
    useCode: 'Use an email code',
    password: 'Password',
    forgotPassword: 'Forgot your password?',
    forgotHelp: 'Enter your email address to get a code. You can set a new password with the code.',
    newPassword: (characters: number): string => `New password (at least ${characters} characters)`,
    resetHelp: 'All other devices will be signed out.',
    setPassword: 'Set password and sign in',
    back: 'Back',
    setup: 'Set up this server',
    setupHelp: 'You become the owner of the first workspace and of everything stored on this server.',
    setupMissing: 'This link has no token. Open the full link that the server printed when it started.',
    fullName: 'Name',
    optionalPassword: (characters: number): string => `Password (optional, at least ${characters} characters)`,
    optionalPasswordHelp: 'Without a password, you sign in with codes sent by email.',
    createOwner: 'Set up and sign in',
    invitation: 'Accept invitation',
    invitationSignIn:
      'You have been invited to a workspace. Sign in with the email address that the invitation was sent to.',
    invitedTo: (workspace: string, role: string, inviter: string): string =>
      `${inviter} invites you to the workspace “${workspace}” with the role ${role}.`,
    signedInAs: (email: string): string => `You are signed in as ${email}.`,
    invitationToken: 'Invitation token',
    invitationTokenHelp: 'It is in the invitation email.',
    accept: 'Accept invitation',
    notNow: 'Not now',
    noWorkspace: 'No workspace yet',
    noWorkspaceHelp: 'Create a workspace, or accept an invitation that was sent to you by email.',
    haveInvitation: 'I have an invitation',
    signInAgain: 'Sign in again',
    signInAgainHelp:
      'Your session has ended. Your changes are stored in this browser and will be saved when you sign in.',
    signedOutHint: 'Your session has ended. Changes are stored in this browser only.',
    problems: {
      'account.code': 'The code is wrong, has expired, or has already been used. Request a new code.',
      'account.passkey': 'The passkey was not accepted. Try again, or sign in with a code.',
      'account.password': 'The email address or the password is wrong. Try again, or use an email code.',
      'account.provider-email':
        'The identity provider has not verified your email address. Verify it there, or sign in with a code.',
      'account.provider-failed': 'The sign-in was canceled or has expired. Try again.',
      'account.provider-invitation': 'Your email address has no account and no invitation. Ask for an invitation.',
      'account.provider-unavailable': 'The identity provider did not respond. Try again later, or sign in with a code.',
      'account.session': 'The session has ended. Sign in again.',
      'account.setup':
        'The setup link is wrong, has expired, or has already been used. Use the link that the server printed when it last started.',
      'invitation.not-found':
        'The invitation is for another email address, has expired, or has already been used. Ask for a new invitation to your address.',
      'workspace.owner': 'The owner cannot leave or change roles. Transfer ownership first.',
      'workspace.member': 'This person has left the workspace. Reload the page.',
      'caller.no-permission': 'Your role does not allow this. Ask a workspace administrator.',
    } as Readonly<Record<string, string>>,
  },
})
