# kwic completion for fish: kwic completion fish | source
function __kwic_complete
    set -l words (commandline -opc)
    set -l last (commandline -ct)
    # Without its quotes, the last of which may still be open.
    for close in '' '"' "'"
        if set -l plain (string unescape -- "$last$close" 2>/dev/null)
            set last "$plain"
            break
        end
    end
    $words[1] complete -- $words[2..-1] "$last" 2>/dev/null
end
complete -c kwic -f -n 'count (__kwic_complete) >/dev/null' -a '(__kwic_complete)'
complete -c kwic -F -n 'not count (__kwic_complete) >/dev/null'
