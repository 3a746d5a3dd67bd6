export { openFolder } from './folder/open-folder.ts'
export { openExternalServices, type ExternalServicesOptions } from './open-external-services.ts'
export { createEnvironmentSecrets, combineSecrets, toSecretVariable } from './secrets/environment-secrets.ts'
