import { defineConfig } from 'eslint/config'
import globals from 'globals'
import svelte from 'eslint-plugin-svelte'
import ts from 'typescript-eslint'

export default defineConfig(
  {
    ignores: [
      'dist',
      'dist-cli',
      'dist-docs',
      'docs/site/.pages',
      'node_modules',
      'test-results',
      'playwright-report',
      'src/codec/*/assembly',
    ],
  },
  ts.configs.strictTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.browser, ...globals.node },
      parserOptions: {
        projectService: { allowDefaultProject: ['{bench,tools}/*.mjs'] },
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    // Modules of renderers are no part of a TypeScript project.
    files: ['tools/**', 'bench/*.mjs', 'docs/renderers/*.js', 'src/io/own/*.js'],
    extends: [ts.configs.disableTypeChecked],
    rules: { 'no-console': 'off' },
  },
)
