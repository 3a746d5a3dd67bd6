import { defineConfig } from '@playwright/test'
import usual from './playwright.config.ts'

/** `npm run pictures`: takes pictures of every page of the studio for review. */
export default defineConfig(usual, { testMatch: '*.pictures.ts', workers: 1 })
