// How a start can fail, and the code that the process then ends with. Numbers below 80 are those of sysexits(3); the
// others are ours, because sysexits knows neither ports nor builds. Plain JavaScript: the bootstrap reads it on Node 20.

export const exitCodes = /** @type {const} */ ({
  unknown_command: 64,
  data_of_other_version: 65, // the data directory was made by another major version of Postgres
  database_unreachable: 69, // DATABASE_URL doesn't answer, or refuses us
  database_failed: 70, // the embedded Postgres ended by itself, or never became ready
  platform_unsupported: 71, // there is no embedded Postgres for this system
  disk_full: 74,
  data_in_use: 75, // another process holds the data directory, or an install or build is under way
  database_too_old: 76, // older than Postgres 15
  data_unreadable: 77, // the file system refuses us the data directory
  bad_configuration: 78, // an environment variable or a secret that we can't use
  port_taken: 80,
  node_unsupported: 81,
  install_failed: 82,
  build_failed: 83,
  migration_failed: 84,
  schema_too_new: 85, // a newer version of the app has migrated this database
  database_unfit: 86, // an encoding other than UTF8, or a server that doesn't wait for the disk
  backup_unfit: 87, // what is to be restored is no backup, is damaged, or is of a format that this version doesn't know
  database_not_empty: 88, // a restore found a database that holds something
});
