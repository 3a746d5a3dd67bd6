import type { Language } from '@aw-flow/messages'
import { codeLifetimeSeconds, type EmailCodePurpose } from './sign-in/one-time-codes.ts'
import type { Role } from '../security/roles.ts'
import type { InvitationRecord } from './workspaces/invitations.ts'
import type { Email } from './mailer.ts'

type EmailContent = Pick<Email, 'subject' | 'text'>

const codeLifetimeMinutes = codeLifetimeSeconds / 60

const codeEmails: Readonly<Record<Language, (code: string, isReset: boolean) => EmailContent>> = {
  en: (code, isReset) => ({
    subject: isReset ? 'Password reset code' : 'Sign-in code',
    text: [
      `Your code to ${isReset ? 'set a new password' : 'sign in'}: ${code}`,
      '',
      `It is valid for ${codeLifetimeMinutes} minutes and can be used once. Do not share it.`,
      'If you did not request it, you can ignore this message.',
    ].join('\n'),
  }),
  de: (code, isReset) => ({
    subject: isReset ? 'Code für ein neues Passwort' : 'Anmeldecode',
    text: [
      `Ihr Code ${isReset ? 'für ein neues Passwort' : 'zum Anmelden'}: ${code}`,
      '',
      `Er gilt ${codeLifetimeMinutes} Minuten und nur einmal. Geben Sie ihn nicht weiter.`,
      'Wenn Sie ihn nicht angefordert haben, können Sie diese Nachricht ignorieren.',
    ].join('\n'),
  }),
}

/** Creates the email that contains a one-time code. It does not include request data, such as the host name. */
export const createCodeEmail = (code: string, purpose: EmailCodePurpose, language: Language): EmailContent =>
  codeEmails[language](code, purpose === 'reset')

const germanRoles: Record<Role, string> = {
  owner: 'Eigentümer',
  administrator: 'Administrator',
  editor: 'Bearbeiter',
  commenter: 'Kommentator',
  viewer: 'Betrachter',
}

type Invitation = Pick<InvitationRecord, 'workspaceName' | 'role'>
type CreateInvitationEmail = (
  invitation: { name: string | undefined; role: Role },
  token: string,
  url: string | undefined,
) => EmailContent

/** Matches text that email programs show as a link. */
const linkPattern = /:\/\/|www\.|\p{L}\.\p{L}/iu

const nameInEnglish = (name: string | undefined): string =>
  name === undefined ? 'a workspace' : `the workspace "${name}"`
const nameInGerman = (name: string | undefined): string =>
  name === undefined ? 'einen Arbeitsbereich' : `den Arbeitsbereich „${name}“`

const invitationEmails: Readonly<Record<Language, CreateInvitationEmail>> = {
  en: ({ name, role }, token, url) => ({
    subject: `Invitation to ${nameInEnglish(name)}`,
    text: [
      `You have been invited to ${nameInEnglish(name)} with the role ${role}.`,
      '',
      url === undefined ? `Invitation token: ${token}` : `Accept the invitation: ${url}/invitations#token=${token}`,
      '',
      'Sign in with this email address. The invitation is valid for a week and can be used once.',
    ].join('\n'),
  }),
  de: ({ name, role }, token, url) => ({
    subject: `Einladung in ${nameInGerman(name)}`,
    text: [
      `Sie sind in ${nameInGerman(name)} eingeladen, Rolle: ${germanRoles[role]}.`,
      '',
      url === undefined ? `Token der Einladung: ${token}` : `Annehmen: ${url}/invitations#token=${token}`,
      '',
      'Melden Sie sich mit dieser E-Mail-Adresse an. Die Einladung gilt eine Woche und nur einmal.',
    ].join('\n'),
  }),
}

/**
 * Creates the invitation email. Its link uses the configured URL, not the host name of the request. A workspace name that
 * looks like a link is left out, because anyone can name a workspace and send invitations in the name of the server.
 */
export function createInvitationEmail(
  { workspaceName, role }: Invitation,
  token: string,
  url: string | undefined,
  language: Language,
): EmailContent {
  const name = linkPattern.test(workspaceName) ? undefined : workspaceName
  return invitationEmails[language]({ name, role }, token, url)
}
