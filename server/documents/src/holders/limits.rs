//! How much of a list of holders is read. What is larger is refused with a sentence that names the limit.

/// Bytes of a pasted list or of CSV.
pub const MAX_BYTES: usize = 1024 * 1024;

/// Lines of a list that are not blank, without the header.
pub const MAX_ROWS: usize = 10_000;

/// Characters of a cell that is read, without the blanks around it.
pub const MAX_CELL: usize = 320;

/// Columns of a header.
pub const MAX_COLUMNS: usize = 100;
