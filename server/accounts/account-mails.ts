import type { Language } from '../http/language.ts'
import { codeLifetimeSeconds, type EmailCodePurpose } from './one-time-codes.ts'
import type { Role } from '../security/roles.ts'
import type { InvitationRecord } from './invitations.ts'
import type { Email } from './mailer.ts'

type EmailContent = Pick<Email, 'subject' | 'text'>

const codeLifetimeMinutes = codeLifetimeSeconds / 60

/** Creates the email that contains a one-time code. It does not include request data, such as the host name. */
export function createCodeEmail(code: string, purpose: EmailCodePurpose, language: Language): EmailContent {
  const isReset = purpose === 'reset'
  if (language === 'de') {
    return {
      subject: isReset ? 'Code für ein neues Passwort' : 'Anmeldecode',
      text: [
        `Ihr Code ${isReset ? 'für ein neues Passwort' : 'zum Anmelden'}: ${code}`,
        '',
        `Er gilt ${codeLifetimeMinutes} Minuten und nur einmal. Geben Sie ihn nicht weiter.`,
        'Wenn Sie ihn nicht angefordert haben, können Sie diese Nachricht ignorieren.',
      ].join('\n'),
    }
  }
  return {
    subject: isReset ? 'Password reset code' : 'Sign-in code',
    text: [
      `Your code to ${isReset ? 'set a new password' : 'sign in'}: ${code}`,
      '',
      `It is valid for ${codeLifetimeMinutes} minutes and can be used once. Do not share it.`,
      'If you did not request it, you can ignore this message.',
    ].join('\n'),
  }
}

const germanRoles: Record<Role, string> = {
  owner: 'Eigentümer',
  administrator: 'Administrator',
  editor: 'Bearbeiter',
  viewer: 'Betrachter',
}

/** Creates the invitation email. Its link uses the configured URL, not the host name of the request. */
export function createInvitationEmail(
  { workspaceName, role }: Pick<InvitationRecord, 'workspaceName' | 'role'>,
  token: string,
  url: string | undefined,
  language: Language,
): EmailContent {
  if (language === 'de') {
    return {
      subject: `Einladung in den Arbeitsbereich „${workspaceName}“`,
      text: [
        `Sie sind in den Arbeitsbereich „${workspaceName}“ eingeladen, Rolle: ${germanRoles[role]}.`,
        '',
        url === undefined ? `Token der Einladung: ${token}` : `Annehmen: ${url}/invitations#token=${token}`,
        '',
        'Melden Sie sich mit dieser E-Mail-Adresse an. Die Einladung gilt eine Woche und nur einmal.',
      ].join('\n'),
    }
  }
  return {
    subject: `Invitation to the workspace "${workspaceName}"`,
    text: [
      `You have been invited to the workspace "${workspaceName}" with the role ${role}.`,
      '',
      url === undefined ? `Invitation token: ${token}` : `Accept the invitation: ${url}/invitations#token=${token}`,
      '',
      'Sign in with this email address. The invitation is valid for a week and can be used once.',
    ].join('\n'),
  }
}
