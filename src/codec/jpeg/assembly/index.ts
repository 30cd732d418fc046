export * from './splice'
