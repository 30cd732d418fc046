export * from './encode'
