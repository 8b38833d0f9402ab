export { timeBound, TooLong } from '../../shared/time-bound.ts';
