-- Drives Neovim as a person does: waits for the findings, goes to the one of a rule, and chooses an action by its title.
local function until_true(what, test)
  if not vim.wait(30000, test, 20) then
    error("waited in vain for " .. what)
  end
end

local function rule(diagnostic)
  return diagnostic.code or diagnostic.user_data.lsp.code
end

local function found()
  return vim.tbl_map(function(one)
    return { one.lnum, one.col, one.end_lnum, one.end_col, one.severity, rule(one), one.source }
  end, vim.diagnostic.get(0))
end

local function drive()
  until_true("findings", function()
    return #found() > 0
  end)
  local before, offered = found(), {}
  for _, one in ipairs(vim.diagnostic.get(0)) do
    if rule(one) == vim.env.DRIVE_RULE then
      vim.api.nvim_win_set_cursor(0, { one.lnum + 1, one.col })
    end
  end
  vim.ui.select = function(items, _, choose)
    for _, item in ipairs(items) do
      local title = (item[2] or item.action).title
      table.insert(offered, title)
      if vim.startswith(title, vim.env.DRIVE_ACTION) then
        choose(item)
      end
    end
  end
  vim.lsp.buf.code_action()
  until_true("findings of the repaired text", function()
    return not vim.deep_equal(found(), before)
  end)
  vim.cmd("write")
  return { before = before, offered = offered, after = found() }
end

local worked, said = pcall(drive)
vim.fn.writefile({ vim.fn.json_encode(worked and said or { error = said }) }, vim.env.DRIVE_REPORT)
vim.cmd("quitall!")
